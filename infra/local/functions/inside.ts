import { createRequire } from "node:module";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { followClock } from "../clock.ts";

/** What a thread is started with. */
export type ThreadData = { code: string; handler: string; arn: string; clock: SharedArrayBuffer };
/** One event to be handled. */
export type Task = { event: string; requestId: string; trace: string; milliseconds: number };
/** How it went; the result travels as JSON, as it does on Lambda. */
export type Outcome = { result?: string; error?: { errorType: string; errorMessage: string } };

type Handler = (event: unknown, context: object) => unknown;

const { code, handler, arn, clock } = workerData as ThreadData;
followClock(clock);
// Node has read where it finds what it compiled before; a function does not have it on AWS.
delete process.env.NODE_COMPILE_CACHE;

const [file = "", name = ""] = handler.split(".");
const path = join(code, `${file}.js`);
const handle: Handler = createRequire(path)(path)[name];

parentPort?.on("message", async (task: Task) => {
  process.env._X_AMZN_TRACE_ID = task.trace;
  const outcome: Outcome = {};
  try {
    outcome.result = JSON.stringify(await handle(JSON.parse(task.event), contextOf(task)));
  } catch (error) {
    const {
      name = "Error",
      message,
      stack,
    } = error instanceof Error ? error : new Error(String(error));
    console.error(JSON.stringify({ level: "ERROR", message, errorType: name, stack }));
    outcome.error = { errorType: name, errorMessage: message };
  }
  parentPort?.postMessage(outcome);
});

function contextOf({ requestId, milliseconds }: Task) {
  const deadline = performance.now() + milliseconds;
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: arn,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
  };
}
