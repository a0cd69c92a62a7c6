import { log } from "../../shared/lambda/log.ts";
import { enqueue, groupOf } from "../../shared/lambda/work.ts";
import type { StoredOperation } from "../../shared/model/operation.ts";
import { seenOperation } from "../../shared/model/operation-progress.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { commit, Outdated } from "../../shared/table/commit.ts";
import * as openClosings from "../../shared/table/open-closings.ts";
import * as operations from "../../shared/table/operations.ts";
import * as receipts from "../../shared/table/receipts.ts";
import * as tasks from "../../shared/table/tasks.ts";
import type { Kind } from "./kind.ts";
import { kinds } from "./kinds.ts";
import { save, stop } from "./saving.ts";
import { takePage } from "./take-page.ts";
import { isPassing } from "./take-things.ts";

const stepLasts = 30_000;
const thingsAtMost = 1_000;

/** Lambda stops loops it does not know; ours is allowed, so it counts for itself. */
const stepsAtMost = 200_000;

/** Steps that may end in an error, one after the other, before the operation stops. */
const stumblesAtMost = 20;

/** What was granted just before may come to light late: there is one more look, after this. */
const lastLookAfter = 60_000;

/** One bounded step of an operation: some 1,000 things or 30 seconds. Safe to run twice, late, and after a crash at any point. */
export async function step(id: string, number: number): Promise<void> {
  const { operation, task } = await operations.withTask(id);
  // Another message has done this step: following it too would make two chains of one.
  if (!operation || operation.steps !== number) return;
  const isLastLook = operation.state === "done" && task !== undefined;
  if (operation.state !== "running" && !isLastLook) return;
  if (number >= stepsAtMost)
    return stop(operation, "failed", `It has taken ${number} steps and does not come to an end.`);
  try {
    await goOn(operation, kinds[operation.kind]);
  } catch (error) {
    if (error instanceof Outdated || isPassing(error)) throw error;
    await stumble(id, error as Error);
  }
}

async function goOn(read: StoredOperation, kind: Kind): Promise<void> {
  const until = Date.now() + stepLasts;
  const reach = read.done + read.failed + thingsAtMost;
  let current = await begun(read, kind);
  for (let page = 0; Date.now() < until && page < thingsAtMost; page++) {
    const isCancelled = current.cancelledBy !== undefined && current.state === "running";
    if (isCancelled && !kind.windsUp) return endEarly(current, kind);
    const next = await takePage(current, kind);
    if (!next) return isCancelled ? stop(current, "cancelled") : end(current, kind);
    if (next === "later") return void (await save(current));
    current = next;
    if (current.done + current.failed >= reach) break;
  }
  current = await save({ ...current, steps: current.steps + 1 });
  tell("operation step", current);
  const { id, version, steps } = current;
  await enqueue({ operation: id, step: steps }, groupOf(current), `${id}.${version}`);
}

/** What was asked to end does, once it is known what came of the page under way. */
async function endEarly(operation: StoredOperation, kind: Kind): Promise<void> {
  const isUnderWay = (await receipts.read(operation.id, operation.receipts)) !== undefined;
  const settled = isUnderWay ? await takePage(operation, kind) : undefined;
  await stop(typeof settled === "object" ? settled : operation, "cancelled");
}

/** What comes before the first page: all of it may be done twice. */
async function begun(operation: StoredOperation, kind: Kind): Promise<StoredOperation> {
  const { asked, id, pace, done } = operation;
  if (pace) return operation;
  await kind.begin?.(asked, id);
  const total = await kind.total?.(asked);
  const since = new Date().toISOString();
  // Operations are kept for years, and the address of a deleted person serves up to here.
  const { address: _, ...nameless } = asked;
  return {
    ...operation,
    asked: nameless,
    ...(total !== undefined && { total }),
    pace: { since, done },
  };
}

/** An error that no single thing is to blame for: it comes again later, but not for ever. */
async function stumble(id: string, error: Error): Promise<void> {
  const { operation } = await operations.withTask(id);
  if (operation?.state !== "running") throw error;
  if (error instanceof Refusal) return stop(operation, "failed", error.message);
  const stumbles = (operation.stumbles ?? 0) + 1;
  log.error("operation stumbled", { operation: id, kind: operation.kind, name: error.name });
  if (stumbles >= stumblesAtMost)
    return stop(
      operation,
      "failed",
      `It met an error that nobody foresaw, ${stumbles} times in a row. What was done stays done. Try again later; the log tells more under ${id}.`,
    );
  await save({ ...operation, stumbles });
  throw error;
}

async function end(operation: StoredOperation, kind: Kind): Promise<void> {
  const now = new Date();
  const { asked, retry: _, stumbles: __, cursor: ___, failure: ____, ...rest } = operation;
  const finishedAt = now.toISOString();
  const { doneAt = finishedAt } = operation;
  if (operation.state !== "done" || operation.done > operation.reported.done) {
    const reported = { done: operation.done, removed: operation.removed };
    const failure = kind.failure?.(operation);
    const outcome = failure ? { state: "failed" as const, failure } : { state: "done" as const };
    const done = { ...rest, asked, ...outcome, doneAt, finishedAt, reported };
    const writes = (await kind.finish?.(operation, asked, now)) ?? [];
    tell("operation done", await save(done, [...writes, ...openClosings.uncount(operation)]));
    await kind.ended?.(asked);
  }
  // Its task, if there still is one, has the sweep look again when that is due.
  if (operation.retry?.only) return;
  const endedAt = operation.state === "done" ? doneAt : finishedAt;
  const since = kind.looksLast ? endedAt : asked.createdAt;
  const lookAgain = new Date(Date.parse(since) + lastLookAfter);
  const looksAgain = kind.looksLast?.(operation) ?? kind.looksAgain?.(asked);
  const isSure = !looksAgain || lookAgain <= now;
  const { event } = asked;
  await commit(
    [isSure ? tasks.remove(event) : tasks.postpone(event, lookAgain)],
    new Date(now.getTime() + 8_000),
  );
}

/** One line a step, for people at a terminal and for searching. */
function tell(what: string, operation: StoredOperation): void {
  const { id, kind, customer } = operation;
  const { done: seen, total, perSecond, estimatedEnd } = seenOperation(operation).progress;
  const { failed } = operation;
  log.info(what, {
    operation: id,
    kind,
    customer,
    seen,
    total,
    failed,
    perSecond,
    estimatedEnd,
  });
}
