import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Surroundings } from "../part.ts";
import type { SendTo } from "../queue.ts";
import type { Template } from "../template.ts";

type Properties = {
  FunctionName: string;
  Qualifier: string;
  MaximumRetryAttempts?: number;
  MaximumEventAgeInSeconds?: number;
  DestinationConfig?: { OnFailure?: { Destination?: string } };
};
type Needs = Pick<Surroundings, "template" | "invoke" | "say"> & {
  send: SendTo;
  signal: AbortSignal;
  /** The pause after a first failure, in milliseconds; after the second it is twice as long. */
  backOff?: number;
};
type Call = { functionArn: string; event: unknown };
type Failed = Call & { error: Error; invocations: number; condition: string };

/**
 * Invokes functions as nobody waits for them: a failing one is tried again, and told to its failure destination in the
 * end. Answers when the first attempt is over. What is still to be tried is forgotten when the host ends.
 */
export function createAsyncInvoke(needs: Needs) {
  const { template, invoke, say, send, signal, backOff = 60_000 } = needs;

  async function attempt(functionArn: string, event: unknown): Promise<Error | undefined> {
    try {
      if (!signal.aborted) await invoke(functionArn, event);
      return undefined;
    } catch (error) {
      return error as Error;
    }
  }

  async function retry({ functionArn, event }: Call, first: Error) {
    const { retries, maxAge, destination } = settingsOf(template, functionArn);
    const end = Date.now() + maxAge;
    let error: Error | undefined = first;
    for (let invocations = 1; error; invocations++) {
      say(`${functionArn.split(":")[6]} failed: ${error.message}`);
      const pause = backOff * 2 ** (invocations - 1);
      const condition = whyNoMore(invocations > retries, Date.now() + pause > end);
      if (condition) {
        const failed = { functionArn, event, error, invocations, condition };
        if (destination) send(destination, JSON.stringify(told(failed)));
        return;
      }
      await sleep(pause, undefined, { signal }).catch(() => {});
      error = await attempt(functionArn, event);
    }
  }

  return async (functionArn: string, event: unknown): Promise<void> => {
    const error = await attempt(functionArn, event);
    if (error) void retry({ functionArn, event }, error);
  };
}

/** What the template says of the function's asynchronous invocations, or Lambda's own bounds. */
function settingsOf(template: Template, functionArn: string) {
  const [name, qualifier = "$LATEST"] = functionArn.split(":").slice(6);
  const config = template
    .resources<Properties>("AWS::Lambda::EventInvokeConfig")
    .map(({ properties }) => properties)
    .find(({ FunctionName, Qualifier }) => FunctionName === name && Qualifier === qualifier);
  return {
    retries: config?.MaximumRetryAttempts ?? 2,
    maxAge: (config?.MaximumEventAgeInSeconds ?? 6 * 3600) * 1000,
    destination: config?.DestinationConfig?.OnFailure?.Destination,
  };
}

function whyNoMore(isExhausted: boolean, isTooOld: boolean): string | undefined {
  if (isExhausted) return "RetriesExhausted";
  return isTooOld ? "EventAgeExceeded" : undefined;
}

function told({ functionArn, event, error, invocations, condition }: Failed) {
  return {
    version: "1.0",
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: randomUUID(),
      functionArn,
      condition,
      approximateInvokeCount: invocations,
    },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: "1", functionError: "Unhandled" },
    responsePayload: { errorType: error.name, errorMessage: error.message },
  };
}
