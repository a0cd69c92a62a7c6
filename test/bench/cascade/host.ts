import { syncBuiltinESMExports } from "node:module";
import threads, { type WorkerOptions } from "node:worker_threads";

/** What a process with a host in it is told to do. */
export type Order =
  | { do: "look" | "kill" | "sweep" | "end" }
  | { do: "move"; milliseconds: number };

/** What it has seen so far: requests of the worker to the table and the units they wrote, and the most megabytes that were held. */
export interface Sight {
  requests: number;
  written: number;
  workerMB: number;
  hostMB: number;
}

const workers = new Set<threads.Worker>();
threads.Worker = class extends threads.Worker {
  constructor(file: URL, options: WorkerOptions) {
    super(file, options);
    if (!/function:Worker/.test(options.workerData?.arn)) return;
    workers.add(this);
    this.on("exit", () => workers.delete(this));
  }
} as typeof threads.Worker;
syncBuiltinESMExports();

const { startHost } = await import("../../support/host.ts");
const [stateDir, ...ports] = process.argv.slice(2);
const [api = 0, inbox = 0, issuer = 0] = ports.map(Number);
const host = await startHost({
  stateDir,
  ports: { api, inbox, issuer, clock: 0 },
  count: { settle: 0 },
});
const sight: Sight = { requests: 0, written: 0, workerMB: 0, hostMB: 0 };
const traces = new Set<string>();
host.suffer(({ service, functionId, trace }) => {
  if (service !== "dynamodb" || !functionId.startsWith("Worker")) return undefined;
  sight.requests += 1;
  traces.add(trace);
  return undefined;
});

const MB = 1024 * 1024;
setInterval(async () => {
  sight.hostMB = Math.max(sight.hostMB, process.memoryUsage().rss / MB);
  for (const worker of workers) {
    // One that was killed has no heap any more.
    const heap = await worker.getHeapStatistics().catch(() => undefined);
    const held = heap ? heap.used_heap_size + heap.external_memory : 0;
    sight.workerMB = Math.max(sight.workerMB, held / MB);
  }
}, 500).unref();

process.on("message", async (order: Order) => {
  if (order.do === "kill") await host.kill("Worker");
  if (order.do === "sweep") await host.tick("Sweep");
  if (order.do === "move") host.move(order.milliseconds);
  if (order.do === "end") await host.end();
  const units = [...traces].map((trace) => host.measure(trace).units.write);
  sight.written = units.reduce((sum, some) => sum + some, 0);
  process.send?.(sight);
  if (order.do === "end") process.disconnect();
});
process.on("disconnect", async () => {
  await host.end();
  process.exit();
});

const { aws, dynamodb } = host;
process.send?.({ api: host.api, inbox: host.inbox, issuer: host.issuer, aws, dynamodb });
