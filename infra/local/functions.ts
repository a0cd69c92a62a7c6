import { randomBytes } from "node:crypto";
import type { Clock } from "./clock.ts";
import { environmentOf, type FunctionProperties } from "./functions/environment.ts";
import { functionFinder } from "./functions/find.ts";
import { type Pool, startPool } from "./functions/pool.ts";
import { startThread } from "./functions/thread.ts";
import type { Invoke } from "./invoke.ts";
import { arnOf } from "./names.ts";
import type { Template } from "./template.ts";

/** One line that a function wrote. */
export type LogLine = { functionId: string; line: string };

type Options = {
  template: Template;
  /** Where the functions find AWS. */
  aws: string;
  clock: Clock;
  log: (line: LogLine) => void;
  /** How many events one function handles at once. */
  concurrency?: number;
};

/** The running functions of the template. */
export type Functions = {
  invoke: Invoke;
  /** Ends a function in the middle of its events, as a crash does. */
  kill: (functionId: string) => Promise<void>;
  stop: () => Promise<void>;
};

/** Serves every function of the template, each from its own threads. */
export function startFunctions({ template, aws, clock, log, concurrency = 4 }: Options): Functions {
  const functions = template.resources<FunctionProperties>("AWS::Lambda::Function");
  const pools = new Map<string, Pool>();
  for (const resource of functions) {
    const { Handler, MemorySize = 128, Timeout = 3 } = resource.properties;
    const options = {
      code: template.codeOf(resource.id),
      handler: Handler,
      arn: arnOf(resource),
      clock: clock.shared,
      environment: environmentOf(resource, aws),
      memory: MemorySize,
      milliseconds: Timeout * 1000,
      log: (line: string) => log({ functionId: resource.id, line }),
    };
    pools.set(
      resource.id,
      startPool((ended) => startThread(options, ended), concurrency),
    );
  }

  const find = functionFinder(template);
  const poolOf = (functionId: string) => {
    const pool = pools.get(find(functionId));
    if (!pool) throw new Error(`The template has no function ${functionId}.`);
    return pool;
  };
  return {
    invoke: async (functionId, event, trace = newTrace()) =>
      poolOf(functionId).run(JSON.stringify(event), trace),
    kill: (functionId) => poolOf(functionId).kill(),
    stop: async () => void (await Promise.all([...pools.values()].map((pool) => pool.stop()))),
  };
}

/** A trace header as AWS makes them: it tells apart the requests of different invocations. */
export function newTrace(): string {
  const time = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${time}-${randomBytes(12).toString("hex")};Parent=${randomBytes(8).toString("hex")};Sampled=0`;
}
