import { mkdtempSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { contextOf, inUse } from "../../../infra/local/synthesize.ts";
import { readSettings } from "../../../infra/settings.ts";

test("a stack that runs stays among the newest, which are kept", () => {
  vi.useFakeTimers();
  const folder = mkdtempSync(join(tmpdir(), "usher-stack-"));
  onTestFinished(() => {
    vi.useRealTimers();
    rmSync(folder, { recursive: true, force: true });
  });
  const old = new Date(Date.now() - 24 * 60 * 60_000);
  utimesSync(folder, old, old);
  expect(inUse(folder)).toBe(folder);
  vi.advanceTimersByTime(60_000);
  expect(statSync(folder).mtimeMs).toBeGreaterThan(old.getTime() + 1000);
});

test("what a deployer keeps in cdk.json counts where they start it, never in tests, and what only AWS has nowhere", () => {
  const set = {
    "@aws-cdk/core:newStyleStackSynthesis": true,
    brandName: "Northwind",
    minApprovals: 2,
    mailFrom: "desk@northwind.example",
    tableName: "usher-restored",
    tableStreamArn: "arn:aws:dynamodb:eu-west-1:1:table/usher-restored/stream/1",
    directory: true,
  };
  const other = { ...set, tableStreamArn: "", standbyRegion: "eu-west-1" };
  for (const given of [set, other]) {
    const started = readSettings(contextOf(given, true));
    expect(started).toMatchObject({ brandName: "Northwind", minApprovals: 2, directory: false });
    expect(started).toMatchObject({ mailFrom: "usher@example.org", tableName: "usher" });
    expect([started.tableStreamArn, started.standbyRegion]).toEqual([undefined, undefined]);
    expect(contextOf(given, false)).toEqual(
      contextOf({ "@aws-cdk/core:newStyleStackSynthesis": true }, false),
    );
  }
});
