import type { StoredOperation } from "../../shared/model/operation.ts";
import { commit } from "../../shared/table/commit.ts";
import * as receipts from "../../shared/table/receipts.ts";
import type { Batch, Kind } from "./kind.ts";
import { save } from "./saving.ts";
import { deadly, isPassing, type Outcome, takeOne, takeThings } from "./take-things.ts";

/** Tries of a page as a whole, and then of the very thing at which the work breaks off. */
const pageTries = 5;
const thingTries = 3;

/** Does the next page of an operation and saves what it came to; undefined when nothing is left, `later` when it has to wait. */
export async function takePage(read: StoredOperation, kind: Kind) {
  const begun = await receipts.read(read.id, read.receipts);
  const page = begun ?? (await planned(read, kind));
  if (!page || page === "later") return page;
  // Whoever began it before and is still at it will not overwrite this try.
  const operation = begun ? await save(tried(read)) : read;
  try {
    return await taken(operation, page, kind, begun !== undefined);
  } catch (error) {
    // Who lives to tell of an outage has not died of a thing. What was saved on the way stands.
    if (begun && isPassing(error))
      await save({ ...read, version: operation.version }).catch(() => {});
    throw error;
  }
}

/** Does a page and saves what it came to. */
async function taken(
  operation: StoredOperation,
  page: receipts.Receipt,
  kind: Kind,
  isBegun: boolean,
): Promise<StoredOperation> {
  const part = kind.parts[page.part];
  if (!part) throw new Error(`${operation.kind} has no part ${page.part}`);
  const again = isBegun || page.retries !== undefined;
  const work = { operation, task: operation.asked, again };
  const [reached, outcomes] =
    operation.at === undefined
      ? [operation, await takeThings(page.items, part, work)]
      : await oneByOne(operation, page.items, kind, page.part);
  return settle(reached, page, outcomes, kind);
}

/** Writes down what is to be done next before any of it is done. */
async function planned(operation: StoredOperation, kind: Kind) {
  const { id, receipts: number, retry, asked } = operation;
  const failed = retry && (await receipts.firstFailed(id, retry.before));
  if (!failed && retry?.only && !kind.windsUp) return undefined;
  const page = failed ? retrying(operation, failed) : planOf(await kind.next(operation, asked));
  if (!page || page === "later") return page;
  if (page.items.length > receipts.pageSize) throw new Error(`a page of ${page.items.length}`);
  await commit([receipts.plan(operation, number, page)], new Date(Date.now() + 8_000));
  return page;
}

const planOf = (batch: Batch | "later" | undefined): receipts.Receipt | "later" | undefined => {
  if (!batch || batch === "later") return batch;
  const { things: items, ...page } = batch;
  return { ...page, items };
};

const retrying = (
  { cursor, memory }: StoredOperation,
  { part, items, page: retries }: receipts.Receipt & { page: number },
): receipts.Receipt => ({ part, items: items.map(asBefore), cursor, memory, retries });

/** A thing without the reason for which it failed. */
const asBefore = (item: object) => {
  const { code: _, message: __, blockers: ___, ...thing } = item as Record<string, unknown>;
  return thing;
};

/** A page that breaks off again and again goes on thing by thing; at the thing where that happens, the thing is given up. */
function tried({ tries = 0, at, ...operation }: StoredOperation): StoredOperation {
  if (tries + 1 < (at === undefined ? pageTries : thingTries))
    return { ...operation, tries: tries + 1, ...(at !== undefined && { at }) };
  if (at === undefined) return { ...operation, tries: 0, at: 0 };
  const givenUp = { ...operation.givenUp, [at]: deadly };
  return { ...operation, tries: 0, at: at + 1, givenUp };
}

async function oneByOne(
  operation: StoredOperation,
  things: readonly object[],
  kind: Kind,
  name: string,
): Promise<[StoredOperation, Outcome[]]> {
  let current = operation;
  const part = kind.parts[name] as Kind["parts"][string];
  for (let at = operation.at ?? 0; at < things.length; at++) {
    const work = { operation: current, task: current.asked, again: true };
    const outcome = await takeOne(things[at] as object, part, work);
    const failed = typeof outcome === "object" && { [at]: outcome };
    const givenUp = { ...current.givenUp, ...(failed || {}) };
    const left = [...(current.left ?? []), ...(outcome === "left" ? [at] : [])];
    current = await save({ ...current, tries: 0, at: at + 1, givenUp, left });
  }
  const outcomeAt = (i: number) => (current.left?.includes(i) ? "left" : "done");
  return [current, things.map((_, i) => current.givenUp?.[i] ?? outcomeAt(i))];
}

/** What failed and was not known to: a last look meets what failed before once more. */
async function newOf<Thing extends object>(
  failed: readonly Thing[],
  part: string,
  { id, state, failed: before }: StoredOperation,
): Promise<readonly Thing[]> {
  if (state !== "done" || failed.length === 0 || before === 0) return failed;
  const nameOf = (thing: object) => {
    const { id, customer, part, sk = "" } = thing as Record<string, string>;
    return `${part} ${id} ${customer} ${sk}`;
  };
  const known = new Set((await receipts.allFailed(id)).map(nameOf));
  return failed.filter((one) => !known.has(nameOf({ ...one, part })));
}

/** Saves what a page came to, in one transaction: what was done, what failed, and where to go on. */
async function settle(
  { tries: _, at: __, givenUp: ___, left: ____, stumbles: _____, ...operation }: StoredOperation,
  page: receipts.Receipt,
  outcomes: readonly Outcome[],
  kind: Kind,
): Promise<StoredOperation> {
  const { id, receipts: number, asked: task } = operation;
  const done = page.items.filter((_, i) => outcomes[i] === "done");
  const allFailed = page.items.flatMap((item, i) => {
    const outcome = outcomes[i];
    return typeof outcome === "object" ? [{ ...item, ...outcome }] : [];
  });
  const failed = await newOf(allFailed, page.part, operation);
  const part = kind.parts[page.part];
  const remembered = part?.after?.(done, { operation, task, again: false });
  const memory = { ...operation.memory, ...page.memory, ...remembered };
  const retried = page.retries === undefined ? 0 : page.items.length;
  const seen = done.length + failed.length - retried;
  const total = page.total ?? operation.total;
  const next: StoredOperation = {
    ...operation,
    receipts: number + 1,
    memory,
    cursor: page.cursor,
    done: operation.done + done.length,
    failed: operation.failed + failed.length - retried,
    ...(total !== undefined && { total: total + (part?.isInTotal ? 0 : seen) }),
    ...(part?.counts && { [part.counts]: (operation[part.counts] ?? 0) + done.length }),
  };
  return save(next, [
    ...(done.length < page.items.length || page.items.length === 0
      ? [receipts.settle(operation, number, { part: page.part, items: done })]
      : []),
    ...(failed.length > 0
      ? [receipts.fail(operation, number, { part: page.part, items: failed })]
      : []),
    ...(page.retries === undefined ? [] : [receipts.forget(id, page.retries)]),
  ]);
}
