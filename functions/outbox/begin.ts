import { log } from "../../shared/lambda/log.ts";
import { enqueue, groupOf } from "../../shared/lambda/work.ts";
import { operationOf } from "../../shared/model/id.ts";
import { queuedOperation } from "../../shared/model/operation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import * as bindings from "../../shared/table/bindings.ts";
import type { Key } from "../../shared/table/client.ts";
import { commit, Outdated } from "../../shared/table/commit.ts";
import * as copies from "../../shared/table/copies.ts";
import * as operations from "../../shared/table/operations.ts";
import { idIn, isOfHoldings, isOperation, isTask } from "../../shared/table/schema.ts";
import * as tasks from "../../shared/table/tasks.ts";

/** After this the sweep looks at a task again. */
const patience = 10 * 60_000;

/** Begins the work of a task, goes on with an operation that was woken, with a user or group whose copies are stale, or of a new member. `by` tells one wake-up from another. */
export async function begin(key: Key, by: string): Promise<void> {
  const id = idIn(key.pk);
  if (isTask(key.pk)) return beginTask(id, by);
  if (isOperation(key.pk)) return goOn(id, by);
  if (isOfHoldings(key.pk)) return beginMembership(key);
  const { version } = (await copies.read(id)) ?? {};
  if (version) await enqueue({ copiesOf: id, version }, id, `${id}.${version}.${by}`);
}

/** Goes on at once with an operation of which more was asked: to end early, or to try again. */
async function goOn(operation: string, by: string): Promise<void> {
  const { operation: stored } = await operations.withTask(operation);
  if (stored?.state !== "running") return;
  const { steps: step, version } = stored;
  await enqueue({ operation, step }, groupOf(stored), `${operation}.${version}.${by}`);
}

/** Has a new member found among the members. */
async function beginMembership(key: Key): Promise<void> {
  const { principal, customer, since } = (await bindings.at(key)) ?? {};
  if (principal)
    await enqueue({ phrasesOf: principal, customer, since }, principal, `${principal}.${since}`);
}

/** The stream begins a task, and may do so more than once. The sweep begins what the stream lost, and takes a last look when all is done; an operation under way is woken by its own heartbeat. */
async function beginTask(event: string, by: string): Promise<void> {
  const task = await tasks.byEvent(event);
  if (!task) return;
  const operation = operationOf(event);
  const isNew = await isBegunNow(task, new Date());
  const { operation: begun } = await operations.withTask(operation);
  const isDone = begun?.state === "done";
  if (!begun || (begun.state !== "running" && !isDone) || (!isNew && isDone === (by === "stream")))
    return;
  const { steps } = begun;
  await enqueue({ operation, step: steps }, groupOf(task), `${operation}.${steps}.${by}`);
}

/** Begins the operation of a task; false when it has begun before. */
async function isBegunNow(task: Task, now: Date): Promise<boolean> {
  const after = (milliseconds: number) => new Date(now.getTime() + milliseconds);
  const updatedAt = now.toISOString();
  const started = { ...queuedOperation(task), state: "running" as const, updatedAt };
  try {
    await commit(
      [operations.begin(started), tasks.postpone(task.event, after(patience))],
      after(8000),
    );
  } catch (error) {
    if (!(error instanceof Outdated)) throw error;
    return false;
  }
  const { event, task: kind, customer } = task;
  log.info("operation begun", { operation: operationOf(event), kind, customer });
  return true;
}
