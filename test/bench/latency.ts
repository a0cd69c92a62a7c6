import { synthesize } from "../../infra/local/synthesize.ts";
import { readTemplate } from "../../infra/local/template.ts";
import { startHost } from "../support/host.ts";
import { readBudgets } from "./budgets.ts";
import { calls } from "./calls.ts";
import { startCapture } from "./latency/capture.ts";
import { compare } from "./latency/compare.ts";
import { startProcesses } from "./latency/processes.ts";
import { type Bench, p50, type Row, round } from "./result.ts";
import { setScene } from "./scene.ts";

/** How much longer a warm request takes in its handler than the same commands sent bare, in the same waves over the same path. */
const most = 1.25;

export const latency: Bench = async ({ runs, only }, say) => {
  // Nobody reacts to what is written and rewound here.
  const host = await startHost({ streamFaults: { seed: 1, lost: true }, schedulesByHand: true });
  const origins = { api: host.api, aws: host.aws, issuer: host.issuer };
  const template = readTemplate(await synthesize(), origins);
  const [processes, gateway] = [startProcesses(template, host.aws), await startCapture(template)];
  try {
    const scene = await setScene(host);
    const { calls: costs } = readBudgets();
    const rows: Row[] = [];
    const wanted = Object.entries(calls).filter(([name]) =>
      only.some((one) => name.startsWith(one)),
    );
    for (const [name, prepare] of wanted) {
      try {
        const { functionId, event } = await gateway.capture(await prepare(scene));
        const subject = { name, functionId, event, asks: costs[name]?.asks ?? [] };
        rows.push(rowOf(name, await compare(subject, { host, processes, runs })));
        say(`${rows.length} of ${wanted.length}: ${name}`);
      } catch (error) {
        // What makes several requests of one, as an import does, may not go through twice in the same words.
        say(`${name} cannot be sent bare: ${(error as Error).message}`);
      }
    }
    return { title: "Warm requests in the handler, beside the same commands sent bare", rows };
  } finally {
    processes.stop();
    await gateway.stop();
    await host.end();
  }
};

function rowOf(what: string, { handled, bare }: { handled: number[]; bare: number[] }): Row {
  const figures = { "handler ms": round(p50(handled)) };
  if (bare.length === 0) return { what, figures };
  const ratio = round(p50(handled) / p50(bare));
  return {
    what,
    figures: { ...figures, "bare ms": round(p50(bare)), ratio },
    bar: { figure: "ratio", most },
  };
}
