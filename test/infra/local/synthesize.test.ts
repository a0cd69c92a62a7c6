import { mkdtempSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { inUse } from "../../../infra/local/synthesize.ts";

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
