import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { startHost } from "../support/host.ts";
import { budgetsFile, readBudgets } from "./budgets.ts";
import { calls } from "./calls.ts";
import { type Cost, costOf, settle } from "./measure.ts";
import { setScene } from "./scene.ts";

/** Measures every call anew and writes what it costs into the checked-in file. */
export async function updateBudgets(say: (line: string) => void): Promise<void> {
  const host = await startHost({ count: { settle }, streamFaults: { seed: 1, lost: true } });
  try {
    const scene = await setScene(host);
    const measured: Record<string, Cost> = {};
    for (const name of Object.keys(calls)) {
      measured[name] = await costOf(name, scene, host);
      say(`${name}: ${JSON.stringify(measured[name])}`);
    }
    writeFileSync(budgetsFile, JSON.stringify({ ...readBudgets(), calls: measured }, null, 2));
  } finally {
    await host.end();
  }
  spawnSync("biome", ["format", "--write", budgetsFile], { stdio: "inherit" });
}
