import { eventOf } from "../model/id.ts";
import { type Operation, queuedOperation, StoredOperation } from "../model/operation.ts";
import { Task } from "../model/outbox.ts";
import { getMany, type Item } from "./client.ts";
import { add, type Write } from "./commit.ts";
import { due, indexed, keys } from "./schema.ts";

const parse = (item: Item | undefined) => item && StoredOperation().parse(item);

/** How long a finished operation can be read. */
const kept = 90 * 24 * 60 * 60;

const itemOf = (operation: StoredOperation, heartbeat: Date | undefined) => ({
  ...operation,
  kind: "operation",
  task: operation.kind,
  ...keys.operation({ operation: operation.id }),
  ...(operation.customer &&
    indexed.operation({ operation: operation.id, customer: operation.customer })),
  ...(operation.doneAt && { ttl: Math.floor(Date.parse(operation.doneAt) / 1000) + kept }),
  ...(heartbeat && due({ at: heartbeat.toISOString(), kind: "operation", id: operation.id })),
});

/** An operation with the task that started it, as long as there is something to do. */
export async function withTask(operation: string) {
  const [stored, task] = await getMany([
    keys.operation({ operation }),
    keys.task({ event: eventOf(operation) }),
  ]);
  return {
    operation: parse(stored && { ...stored, kind: stored.task }),
    task: task && Task().parse(task),
  };
}

/** An operation as it is now; queued while nobody has begun its task. */
export async function byId(id: string): Promise<Operation | undefined> {
  const { operation, task } = await withTask(id);
  return operation ?? (task && queuedOperation(task));
}

/** Begins the operation of a task. Harmless when it has begun already. */
export const begin = (task: Task, heartbeat: Date): Write =>
  add(itemOf({ ...queuedOperation(task), state: "running" }, heartbeat), "outdated");

/** Saves how far an operation is, on condition that nobody else worked on it. Without a heartbeat it is done. */
export const advance = (operation: StoredOperation, heartbeat: Date | undefined): Write => ({
  do: "put",
  key: keys.operation({ operation: operation.id }),
  item: itemOf({ ...operation, version: operation.version + 1 }, heartbeat),
  when: "version = :expected",
  values: { ":expected": operation.version },
  orElse: "outdated",
});
