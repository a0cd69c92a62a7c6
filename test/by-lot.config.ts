import { globSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, mergeConfig } from "vitest/config";
import { oneIn } from "./support/sample.ts";
import { seed } from "./support/seed.ts";
import all from "./vitest.config.ts";

const root = join(import.meta.dirname, "..");
const long = globSync("test/**/*.long.test.ts", { cwd: root }).toSorted();
/** `LOT=1` takes them all. */
const lot = Number(process.env.LOT ?? 16);
const drawn = oneIn(lot, long, "long tests");
const said = `${drawn.length} of ${long.length} long tests, drawn by lot (TEST_SEED=${seed}):`;
// Other tools read this, too.
if (process.env.VITEST && lot > 1) console.log([said, ...drawn].join("\n  "));

/** What is done in minutes: every short file, and of those that take long, one in sixteen by lot unless said. */
export default mergeConfig(
  all,
  defineConfig({ test: { exclude: long.filter((file) => !drawn.includes(file)) } }),
);
