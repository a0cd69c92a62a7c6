import type { Host } from "../../infra/local/start.ts";
import * as api from "../../shared/api/index.ts";
import { type Call, endpointOf } from "./call.ts";
import { calls } from "./calls.ts";
import { record, sampledTrace } from "./recorder.ts";
import type { Scene } from "./scene.ts";
import { inShort, lineOf } from "./units.ts";

/** What one warm request costs. */
export interface Cost {
  /** Requests to the table and the waves in which they go, one after the other. */
  requests: number;
  waves: number;
  /** The requests of each wave. */
  asks: string[];
  /** Capacity units. */
  read: number;
  write: number;
  /** What the write units are for. */
  writes: string[];
}

/** Milliseconds after which a wave is complete, on a machine that is busy with other things. */
export const settle = 120;

type Measuring = Pick<Host, "suffer" | "dynamodb" | "measure">;

/** Makes a request ready, sends it with everything warm and answers what it cost. */
export async function costOf(name: string, scene: Scene, host: Measuring): Promise<Cost> {
  const prepare = calls[name];
  if (!prepare) throw new Error(`Nobody calls ${name}`);
  const call = await prepare(scene);
  await warmUp(call);
  const { root, header } = sampledTrace();
  const { writes } = await record(host, root, () => send(name, call, header));
  const measured = host.measure(root);
  const ofTable = measured.calls.filter(({ service }) => service === "dynamodb");
  const waves = Map.groupBy(ofTable, ({ wave }) => wave);
  return {
    requests: measured.requests,
    waves: measured.waves,
    asks: [...waves.values()].map((wave) =>
      wave
        .map(({ operation }) => operation)
        .sort()
        .join(" + "),
    ),
    ...measured.units,
    writes: inShort(writes.map(lineOf)),
  };
}

/** Lets the thread that will answer know the caller: it has been asked before. */
async function warmUp({ by, method }: Call) {
  if (!by.token) return;
  const { status } = method === "GET" ? await by.get("/v1/me") : await by.patch("/v1/me", {});
  // Kept for people: the key itself was known by then.
  const isWarm = status === 200 || status === 428 || (status === 403 && by.email === "");
  if (!isWarm) throw new Error(`not warm: ${status}`);
}

async function send(name: string, call: Call, trace: string) {
  const { by, method, path, body, headers } = call;
  const sent = { ...headers, "x-amzn-trace-id": trace };
  const answer = await by.call(method, path, { body, headers: sent });
  const wanted = call.status ?? statusOf(name);
  if (answer.status !== wanted)
    throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
}

function statusOf(name: string): number {
  const [noun = "", verb = ""] = endpointOf(name).split(".");
  const contract = (api as Record<string, Record<string, { status?: number }>>)[noun]?.[verb];
  if (!contract) throw new Error(`No contract is called ${name}`);
  return contract.status ?? 200;
}
