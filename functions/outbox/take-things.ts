import { setTimeout as wait } from "node:timers/promises";
import { log, originOf } from "../../shared/lambda/log.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { TooEarly } from "../../shared/table/commit.ts";
import { isOutage } from "../../shared/table/outage.ts";
import type { Part, Work } from "./kind.ts";

/** What came of one thing: done, left since there was nothing to do, or the reason why it cannot be done. */
export type Outcome = "done" | "left" | Failure;

export interface Failure {
  code: string;
  message: string;
  /** The first of what stands in the way. */
  blockers?: readonly unknown[];
}

const attempts = 3;
const atOnceUnlessSaid = 25;

/** An error that no single thing is to blame for: the whole step comes again later. */
export const isPassing = (error: unknown) =>
  error instanceof TooEarly ||
  isOutage(error as Error) ||
  /^(AccessDenied|ExpiredToken|UnrecognizedClient|ResourceNotFound)/.test((error as Error).name);

/** Does things, some of them at the same time, and answers for each what came of it. One that always fails holds up no other. */
export async function takeThings<Thing extends object>(
  things: readonly Thing[],
  part: Part<Thing>,
  work: Work,
): Promise<Outcome[]> {
  const { together = 1, atOnce = atOnceUnlessSaid } = part;
  const calls = Array.from({ length: Math.ceil(things.length / together) }, (_, i) =>
    things.slice(i * together, (i + 1) * together),
  );
  const outcomes: Outcome[][] = [];
  let next = 0;
  const lane = async () => {
    for (let i = next++; i < calls.length; i = next++)
      outcomes[i] = await takeSome(calls[i] ?? [], part, work);
  };
  const lanes = await Promise.allSettled(Array.from({ length: atOnce }, lane));
  for (const ended of lanes) if (ended.status === "rejected") throw ended.reason;
  return outcomes.flat();
}

/** What fails together is done one by one. */
async function takeSome<Thing extends object>(
  things: readonly Thing[],
  part: Part<Thing>,
  work: Work,
): Promise<Outcome[]> {
  const [first] = things;
  if (first && things.length === 1) return [await takeOne(first, part, work)];
  try {
    const taken = await part.take(things, work);
    return things.map((_, i) => (taken[i] ? "done" : "left"));
  } catch (error) {
    if (isPassing(error)) throw error;
    const outcomes: Outcome[] = [];
    for (const thing of things) outcomes.push(await takeOne(thing, part, { ...work, again: true }));
    return outcomes;
  }
}

/** Does one thing, a few times if need be. */
export async function takeOne<Thing extends object>(
  thing: Thing,
  part: Part<Thing>,
  work: Work,
): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      const again = work.again || attempt > 1;
      const [isTaken] = await part.take([thing], { ...work, again });
      return isTaken ? "done" : "left";
    } catch (error) {
      if (isPassing(error)) throw error;
      if (error instanceof Refusal) return failureOf(error);
      const { name } = error as Error;
      const { id: operation } = work.operation;
      log.warn("thing failed", { operation, name, stack: originOf(error) });
      if (attempt === attempts) return unforeseen(operation);
      await wait(Math.random() * 100 * 4 ** attempt);
    }
  }
}

/** All of what stands in the way would not fit. */
const blockersAtMost = 5;

function failureOf({ code, message, details }: Refusal): Failure {
  const blockers = details.about?.blockers as unknown[] | undefined;
  return { code, message, ...(blockers && { blockers: blockers.slice(0, blockersAtMost) }) };
}

const unforeseen = (operation: string): Failure => ({
  code: "internal",
  message: `An error that nobody foresaw, ${attempts} times. Try again later; the log tells more under ${operation}.`,
});

/** Of a thing that the worker never survived. */
export const deadly: Failure = {
  code: "internal",
  message: "The work broke off at this, again and again. It was left out so that the rest goes on.",
};
