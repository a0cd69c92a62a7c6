import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { folder } from "./stack.ts";

vi.setConfig({ testTimeout: 120_000 });

const root = join(import.meta.dirname, "../..");

/** Runs the app as the CDK command does. */
function synth(context: Record<string, unknown>) {
  const outdir = folder("usher-synth-");
  const { status, stderr } = spawnSync(process.execPath, [join(root, "infra/app.ts")], {
    cwd: root,
    encoding: "utf8",
    env: {
      PATH: process.env.PATH,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify(context),
    },
  });
  return { outdir, status, stderr };
}

test("a wrong setting ends the synthesis with one line that says what to do", () => {
  const { outdir, status, stderr } = synth({ mailFrom: "Usher" });
  expect(stderr).toBe("The setting mailFrom must be an e-mail address.\n");
  expect(status).toBe(1);
  expect(existsSync(join(outdir, "manifest.json"))).toBe(false);
});

test("the whole app is synthesized without a network, an account or anything to complain about", () => {
  const { outdir, status, stderr } = synth({ mailFrom: "usher@example.org" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const report = JSON.parse(readFileSync(join(outdir, "validation-report.json"), "utf8"));
  expect(report.pluginReports).toEqual([]);
  expect(existsSync(join(outdir, "Usher.template.json"))).toBe(true);
});
