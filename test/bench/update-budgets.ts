import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { startHost } from "../support/host.ts";
import { budgetsFile, readBudgets } from "./budgets.ts";
import { calls } from "./calls.ts";
import { type Cost, costOf, settle } from "./measure.ts";
import { setScene } from "./scene.ts";

/** Measures calls anew, those of some nouns or all, and writes what they cost into the checked-in file. */
export async function updateBudgets(
  say: (line: string) => void,
  nouns: readonly string[] = [],
): Promise<void> {
  const { calls: kept, ...rest } = readBudgets();
  const isWanted = (name: string) =>
    !kept[name] || nouns.length === 0 || nouns.includes(name.split(".")[0] as string);
  const host = await startHost({
    count: { settle },
    streamFaults: { seed: 1, lost: true },
    schedulesByHand: true,
  });
  try {
    const scene = await setScene(host);
    const measured: Record<string, Cost> = {};
    for (const name of Object.keys(calls)) {
      const before = isWanted(name) ? undefined : kept[name];
      measured[name] = before ?? (await costOf(name, scene, host));
      if (!before) say(`${name}: ${JSON.stringify(measured[name])}`);
    }
    writeFileSync(budgetsFile, JSON.stringify({ calls: measured, ...rest }, null, 2));
  } finally {
    await host.end();
  }
  spawnSync("biome", ["format", "--write", budgetsFile], { stdio: "inherit" });
}
