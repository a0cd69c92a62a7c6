import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import { compiled } from "../compiled.ts";
import { FunctionError } from "../invoke.ts";
import type { Outcome, Task, ThreadData } from "./inside.ts";

/** What a function's threads have in common. */
export type ThreadOptions = ThreadData & {
  environment: Record<string, string>;
  memory: number;
  milliseconds: number;
  log: (line: string) => void;
};

/** A running environment of a function: it handles one event at a time. */
export type Thread = {
  run: (event: string, trace: string) => Promise<unknown>;
  /** Ends it at once, in the middle of an event too. */
  end: () => Promise<void>;
};

/** Starts a thread with nothing but the function's own environment. */
export function startThread(options: ThreadOptions, ended: (thread: Thread) => void): Thread {
  const { environment, memory, milliseconds, log, ...workerData } = options;
  const worker = new Worker(new URL("./inside.ts", import.meta.url), {
    workerData,
    env: { ...environment, ...compiled },
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memory },
  });
  for (const input of [worker.stdout, worker.stderr]) createInterface({ input }).on("line", log);

  let settle: ((outcome: Outcome) => void) | undefined;
  const fail = (errorType: string, errorMessage: string) => {
    ended(thread);
    settle?.({ error: { errorType, errorMessage } });
  };
  worker.on("message", (outcome: Outcome) => settle?.(outcome));
  worker.on("error", (error) => {
    log(JSON.stringify({ level: "ERROR", message: String(error), stack: (error as Error).stack }));
    fail("Runtime.UnhandledError", String(error));
  });
  worker.on("exit", () => fail("Runtime.ExitError", "The function ended without an answer."));

  const thread: Thread = {
    run: async (event, trace) => {
      const requestId = randomUUID();
      const outcome = await new Promise<Outcome>((resolve) => {
        const late = setTimeout(() => {
          const seconds = (milliseconds / 1000).toFixed(2);
          fail("Sandbox.Timedout", `${requestId} Task timed out after ${seconds} seconds`);
          void worker.terminate();
        }, milliseconds);
        settle = (outcome) => {
          clearTimeout(late);
          settle = undefined;
          resolve(outcome);
        };
        worker.postMessage({ event, requestId, trace, milliseconds } satisfies Task);
      });
      if (outcome.error)
        throw new FunctionError(outcome.error.errorType, outcome.error.errorMessage);
      return outcome.result === undefined ? null : JSON.parse(outcome.result);
    },
    end: async () => void (await worker.terminate()),
  };
  return thread;
}
