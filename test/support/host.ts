import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Host, type StartOptions, start } from "../../infra/local/start.ts";
import { synthesize } from "../../infra/local/synthesize.ts";

/** A host of a test's own, for what the shared one cannot show: bad luck, kills, held transactions, clocks. */
export async function startHost(
  options: Partial<StartOptions> = {},
): Promise<Host & { stateDir: string; end: () => Promise<void> }> {
  const stateDir = options.stateDir ?? mkdtempSync(join(tmpdir(), "usher-test-"));
  const host = await start({
    ports: { api: 0, inbox: 0, issuer: 0, clock: 0 },
    assembly: synthesize,
    say: () => {},
    ...options,
    stateDir,
  });
  const end = async () => {
    await host.stop();
    if (!options.stateDir) rmSync(stateDir, { recursive: true, force: true });
  };
  return { ...host, stateDir, end };
}
