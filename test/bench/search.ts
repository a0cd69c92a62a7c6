import { callDynamoDb } from "../../infra/local/dynamodb.ts";
import { synthesize } from "../../infra/local/synthesize.ts";
import { readTemplate } from "../../infra/local/template.ts";
import { keys } from "../../shared/table/schema.ts";
import { aCustomer } from "../support/given.ts";
import { startHost } from "../support/host.ts";
import { tableOf } from "../support/table.ts";
import { readBudgets } from "./budgets.ts";
import { startCapture } from "./latency/capture.ts";
import { compare } from "./latency/compare.ts";
import { plain } from "./latency/documents.ts";
import { startProcesses } from "./latency/processes.ts";
import { type Command, record, sampledTrace } from "./recorder.ts";
import { type Bench, p50, percentile, type Row, round } from "./result.ts";
import { aCrowd } from "./search/crowd.ts";
import { writeRows } from "./search/engine-rows.ts";

/** How much longer a search, five requests in two waves, takes in its handler than one bare query of the index that answers as many entries. */
const most = 10;

/** Beginnings that very many have, that some have, and that one has. */
const searches = ["mar", "maria", "maria ka", "kalomiren", "maria.kalomi", "jos", "zzz"];

export const search: Bench = async ({ runs, people }, say) => {
  const host = await startHost({ streamFaults: { seed: 1, lost: true } });
  const template = readTemplate(await synthesize(), {
    api: host.api,
    aws: host.aws,
    issuer: host.issuer,
  });
  const processes = startProcesses(template, host.aws, { PEOPLE_SEARCH: "everyone" });
  const gateway = await startCapture(template);
  const { asks = [] } = readBudgets().calls["people.search of 10"] ?? {};
  try {
    const { owner, path } = await aCustomer(host);
    const { gsi1pk, gsi1sk, ...real } =
      (await tableOf(host).get(keys.user({ user: owner.id }))) ?? {};
    writeRows(host.stateDir, aCrowd(real, people), say);
    const rows: Row[] = [];
    for (const q of searches) {
      const call = { by: owner, method: "GET", path: `${path}/people?q=${encodeURIComponent(q)}` };
      const { functionId, event } = await gateway.capture(call);
      const run = async (trace: string) => void (await processes.run(functionId, { trace, event }));
      await run("");
      const { root, header } = sampledTrace();
      const { commands } = await record(host, root, () => run(header));
      const [query] = commands.filter(({ operation }) => operation === "Query") as [Command];
      const waves = asks.slice(0, commands.length > 4 ? 2 : 1);
      const { handled, bare } = await compare(
        { name: q, functionId, event, asks: waves },
        { host, processes, runs },
      );
      const single: number[] = [];
      for (let i = 0; i < runs; i++)
        single.push(
          (await processes.run(functionId, { trace: "", waves: [[plain(query)]] })).milliseconds,
        );
      rows.push({
        what: `"${q}" among ${people.toLocaleString("en")}`,
        figures: {
          requests: commands.length,
          "read units": await unitsOf(host.dynamodb, commands),
          "p50 ms": round(p50(handled)),
          "p99 ms": round(percentile(handled, 0.99)),
          "same bare": round(p50(bare)),
          "query p50": round(p50(single)),
          "query p99": round(percentile(single, 0.99)),
          ratio: round(p50(handled) / p50(single)),
          "p99 ratio": round(percentile(handled, 0.99) / percentile(single, 0.99)),
        },
        bar: { figure: "ratio", most },
      });
      say(`${rows.length} of ${searches.length}: ${q}`);
    }
    return { title: "A search for people, beside one bare query of the index", rows };
  } finally {
    processes.stop();
    await gateway.stop();
    await host.end();
  }
};

/** What the reads of a request consume. */
async function unitsOf(dynamodb: string, commands: readonly Command[]): Promise<number> {
  type Consumed = { ConsumedCapacity?: { CapacityUnits: number } | { CapacityUnits: number }[] };
  let units = 0;
  for (const { operation, input } of commands) {
    if (operation === "UpdateItem") continue;
    const asked = { ...input, ReturnConsumedCapacity: "TOTAL" };
    const { ConsumedCapacity = [] } = await callDynamoDb<Consumed>(dynamodb, operation, asked);
    for (const { CapacityUnits } of [ConsumedCapacity].flat()) units += CapacityUnits;
  }
  return units;
}
