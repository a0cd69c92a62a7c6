import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { bundles } from "./bundles.ts";
import { cascade } from "./cascade.ts";
import { closing } from "./closing.ts";
import { group } from "./group.ts";
import { inTable } from "./in-table.ts";
import { latency } from "./latency.ts";
import { partitions } from "./partitions.ts";
import type { Bench, Result } from "./result.ts";
import { search } from "./search.ts";
import { things } from "./things.ts";
import { tree } from "./tree.ts";
import { updateBudgets } from "./update-budgets.ts";

const benches: Record<string, Bench> = {
  bundles,
  latency,
  cascade,
  closing,
  group,
  search,
  things,
  tree,
  partitions,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: "string", default: "200" },
    only: { type: "string", default: "" },
    imports: { type: "string", default: "40" },
    bindings: { type: "string", default: "100000" },
    members: { type: "string", default: "1000,5000" },
    customers: { type: "string", default: "10000" },
    people: { type: "string", default: "100000" },
    things: { type: "string", default: "1000,10000,100000" },
    hot: { type: "string", default: "10000" },
    full: { type: "boolean", default: false },
    update: { type: "boolean", default: false },
    to: { type: "string", default: join(import.meta.dirname, "../../.usher/bench.json") },
  },
});
const numbersIn = (list: string) => list.split(",").map(Number);
const settings = {
  runs: Number(values.runs),
  only: values.only.split(","),
  imports: Number(values.imports),
  bindings: Number(values.bindings),
  members: [...numbersIn(values.members), ...(values.full ? [10_000, 50_000] : [])],
  things: [...numbersIn(values.things), ...(values.full ? [1_000_000] : [])],
  hot: Number(values.hot),
  customers: Number(values.customers),
  people: values.full ? 1_000_000 : Number(values.people),
};

const say = (line: string) => console.error(line);

if (values.update) await updateBudgets(say, positionals);
else
  for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) await run(name);

async function run(name: string) {
  const bench = benches[name];
  if (!bench)
    throw new Error(`There is no ${name}. There are: ${Object.keys(benches).join(", ")}.`);
  const result = await bench(settings, (line) => say(`${name}: ${line}`));
  console.log(inTable(result));
  keep(name, result);
}

/** Results of parts that did not run again stay. */
function keep(name: string, result: Result) {
  const file = values.to;
  mkdirSync(dirname(file), { recursive: true });
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const on = { node: process.version, cores: cpus().length, load: loadavg()[0] };
  const at = new Date().toISOString();
  writeFileSync(
    file,
    JSON.stringify({ ...kept, [name]: { at, on, settings, ...result } }, null, 2),
  );
}
