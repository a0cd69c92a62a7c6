import { setTimeout as sleep } from "node:timers/promises";
import type { AwsRequest } from "./request.ts";

/** A request of an invocation. Requests of one wave overlap; a wave begins when all before it have been answered. */
type Measured = { service: string; operation: string; wave: number; units: Units };
export type Units = { read: number; write: number };

/** What one invocation asked of AWS. */
export type Measurement = {
  calls: Measured[];
  /** Requests to the table. */
  requests: number;
  /** Sequential waves of requests to the table. */
  waves: number;
  units: Units;
};

type Trace = {
  calls: Measured[];
  wave: number;
  /** Requests whose answers the invocation does not have yet, and those that have none yet. */
  open: number;
  asked: number;
  begun: number;
  released?: Promise<void>;
};
const remembered = 10_000;

/** The root of a trace header, which an invocation's requests have in common. */
const rootOf = (trace: string) => /Root=([^;]+)/.exec(trace)?.[1] ?? trace;

/**
 * Counts requests, waves and units per invocation.
 * The answers of a wave go out together, when all are there and the invocation has begun nothing new for `settle`
 * milliseconds, as many as are said at that moment: what it asks for at once overlaps whatever the machine is busy with.
 * Unsampled traces, and all where that is 0, wait for nothing.
 */
export function createMeter(count: { settle: number }) {
  const traces = new Map<string, Trace>();

  function traceOf(root: string): Trace {
    const known = traces.get(root);
    if (known) return known;
    const trace: Trace = { calls: [], wave: 0, open: 0, asked: 0, begun: 0 };
    traces.set(root, trace);
    const [oldest] = traces.keys();
    if (traces.size > remembered && oldest) traces.delete(oldest);
    return trace;
  }

  async function release(trace: Trace): Promise<void> {
    const left = () => trace.begun + count.settle - performance.now();
    while (trace.asked > 0 || left() > 0) await sleep(Math.max(left(), 1));
    trace.open = 0;
    delete trace.released;
  }

  return {
    /** Counts a request; the function it answers is called when the answer is there. */
    begin: (request: AwsRequest) => {
      const { service, operation } = request;
      // What comes without a trace belongs to no invocation.
      if (!request.trace) return async () => {};
      const trace = traceOf(rootOf(request.trace));
      if (trace.open === 0) trace.wave += 1;
      trace.open += 1;
      trace.asked += 1;
      trace.begun = performance.now();
      const call = { service, operation, wave: trace.wave, units: { read: 0, write: 0 } };
      trace.calls.push(call);
      return async (units?: Units) => {
        if (units) call.units = units;
        trace.asked -= 1;
        if (count.settle === 0 || /Sampled=0/.test(request.trace)) trace.open -= 1;
        else {
          trace.released ??= release(trace);
          await trace.released;
        }
      };
    },
    /** What the invocation of this trace has asked for so far. */
    measure: (trace: string): Measurement => {
      const calls = traces.get(rootOf(trace))?.calls ?? [];
      const ofTable = calls.filter(({ service }) => service === "dynamodb");
      const sum = (kind: keyof Units) =>
        ofTable.reduce((total, { units }) => total + units[kind], 0);
      return {
        calls,
        requests: ofTable.length,
        waves: new Set(ofTable.map(({ wave }) => wave)).size,
        units: { read: sum("read"), write: sum("write") },
      };
    },
  };
}
