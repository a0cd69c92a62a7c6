import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Host, type StartOptions, start } from "../../infra/local/start.ts";
import { synthesize } from "../../infra/local/synthesize.ts";
import { audit } from "./audit.ts";

type OwnHost = Host & { stateDir: string; end: () => Promise<void> };

/** A host of a test's own, for what the shared one cannot show: kills, clocks, a table that is spoilt on purpose. */
export async function startHost(options: Partial<StartOptions> = {}): Promise<OwnHost> {
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

const kept = new Map<string, Promise<OwnHost>>();

/**
 * A host that one file has at a time, and after it the next file of the same process: functions that have run for a
 * while take half as long. Its end is an audit, so that each file finds a table at rest that keeps the rules. Bad luck
 * ends with the file; clocks, kills and settings do not, and need a host of their own.
 */
export async function borrowHost(options: Partial<StartOptions> = {}): Promise<OwnHost> {
  const name = JSON.stringify(options);
  const starting = kept.get(name) ?? keep(options);
  kept.set(name, starting);
  const host = await starting;
  const end = async () => {
    host.suffer();
    await audit({ dynamodb: host.dynamodb }).catch((error) => {
      kept.delete(name);
      throw error;
    });
  };
  return { ...host, end };
}

async function keep(options: Partial<StartOptions>) {
  const host = await startHost(options);
  // Vitest ends its processes by a signal, which leaves no time to stop in order.
  process.once("SIGTERM", () => process.exit());
  process.once("exit", () => rmSync(host.stateDir, { recursive: true, force: true }));
  return host;
}
