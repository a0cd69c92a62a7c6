import { failedItems } from "../batch-response.ts";
import type { StreamSource } from "../event-sources.ts";
import type { Invoke } from "../invoke.ts";
import { region } from "../names.ts";
import type { GiveUp } from "./failures.ts";
import type { Entry } from "./progress.ts";
import { pause } from "./shard.ts";

export type Delivery = {
  source: StreamSource;
  invoke: Invoke;
  done: (entries: Entry[]) => void;
  giveUp: GiveUp;
  say: (line: string) => void;
  signal: AbortSignal;
  /** The first pause after a failure, in milliseconds; each further one is twice as long. */
  backOff: number;
};

/** How many records from the front were done; whether the function failed as a whole, or was too busy to start. */
type Outcome = { done: number; failed: "part" | "whole" | "throttled" };

const longestPause = 30_000;

/** Delivers a batch until all of it is done or given up, as Lambda does for streams; stops when the host does. */
export async function deliver(batch: Entry[], to: Delivery, failures = 0): Promise<void> {
  const { source, signal } = to;
  let rest = batch;
  let failed = failures;
  let pauses = 0;
  while (rest.length > 0 && !signal.aborted) {
    rest = dropStale(rest, to, failed);
    if (rest.length === 0) return;
    const outcome = await attempt(rest, to);
    if (outcome.done > 0) {
      to.done(rest.slice(0, outcome.done));
      rest = rest.slice(outcome.done);
      failed = 0;
      pauses = 0;
    }
    if (rest.length === 0 || signal.aborted) return;
    if (outcome.failed === "whole" && source.bisect && rest.length > 1) {
      return bisect(rest, to, failed);
    }
    // Only what ran can use up the retries; a throttled batch waits until its records are too old.
    if (outcome.failed !== "throttled" && ++failed > source.retries) {
      to.giveUp(rest, "RetryAttemptsExhausted", failed);
      return to.done(rest);
    }
    await pause(Math.min(to.backOff * 2 ** pauses++, longestPause), signal);
  }
}

/** Splitting does not count as a retry. */
async function bisect(batch: Entry[], to: Delivery, failures: number) {
  const middle = Math.ceil(batch.length / 2);
  await deliver(batch.slice(0, middle), to, failures);
  await deliver(batch.slice(middle), to, failures);
}

// By the machine's clock, not the host's: it is the one the engine stamps its records with.
function dropStale(batch: Entry[], to: Delivery, failures: number): Entry[] {
  const oldest = Date.now() - to.source.maxAge;
  const isStale = ({ record }: Entry) =>
    record.dynamodb.ApproximateCreationDateTime * 1000 < oldest;
  const stale = batch.filter(isStale);
  if (stale.length === 0) return batch;
  to.giveUp(stale, "RecordAgeExceeded", failures);
  to.done(stale);
  return batch.filter((entry) => !isStale(entry));
}

async function attempt(
  batch: Entry[],
  { source, invoke, say, signal }: Delivery,
): Promise<Outcome> {
  const Records = batch.map(({ record }) => ({
    ...record,
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: region,
    eventSourceARN: source.arn,
  }));
  try {
    const answer = await invoke(source.functionId, { Records });
    return source.partial ? outcomeOf(answer, batch) : { done: batch.length, failed: "part" };
  } catch (error) {
    const { name, message } = error as Error;
    if (!signal.aborted) say(`${source.id}: ${source.functionId} failed (${message}); again`);
    return { done: 0, failed: name === "TooManyRequestsException" ? "throttled" : "whole" };
  }
}

/** Lambda goes on from the lowest number reported, however many came after it. */
function outcomeOf(answer: unknown, batch: Entry[]): Outcome {
  const numbers = batch.map(({ record }) => record.dynamodb.SequenceNumber);
  const reported = failedItems(answer, numbers);
  if (reported === "all") return { done: 0, failed: "whole" };
  const first = numbers.findIndex((number) => reported.includes(number));
  return { done: first === -1 ? batch.length : first, failed: "part" };
}
