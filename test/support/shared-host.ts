import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { start } from "../../infra/local/start.ts";
import { synthesize } from "../../infra/local/synthesize.ts";

declare module "vitest" {
  interface ProvidedContext {
    api: string;
    inbox: string;
    issuer: string;
    dynamodb: string;
  }
}

/** One host for all tests that need nothing special of it. Every test makes customers of its own. */
export default async function setup(project: TestProject) {
  const stateDir = mkdtempSync(join(tmpdir(), "usher-test-"));
  const host = await start({
    ports: { api: 0, inbox: 0, issuer: 0 },
    stateDir,
    assembly: synthesize,
    say: () => {},
  });
  project.provide("api", host.api);
  project.provide("inbox", host.inbox);
  project.provide("issuer", host.issuer);
  project.provide("dynamodb", host.dynamodb);
  return async () => {
    await host.stop();
    rmSync(stateDir, { recursive: true, force: true });
  };
}
