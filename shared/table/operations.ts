import { eventOf } from "../model/id.ts";
import { isFinished, queuedOperation, StoredOperation } from "../model/operation.ts";
import { Task } from "../model/outbox.ts";
import { getMany, type Item } from "./client.ts";
import { add, type Write } from "./commit.ts";
import { due } from "./due.ts";
import * as events from "./events.ts";
import { operationListed } from "./operation-keys.ts";
import { keys } from "./schema.ts";

/** An operation out of its item: `kind` says there what sort of item it is. */
const parse = (item: Item) => StoredOperation().parse({ ...item, kind: item.task });

/** A message is kept as long as its letters. */
const letterKept = 90 * 24 * 60 * 60;

/** Until when a finished operation and its receipts can be read, in epoch seconds: as long as the log that names them. */
export const keptUntil = ({ kind }: Pick<StoredOperation, "kind">, from: Date): number =>
  kind === "message-sent" ? Math.floor(from.getTime() / 1000) + letterKept : events.keptUntil(from);

/** The sweep wakes an operation of which nothing was heard for so long. */
const heartbeat = 2 * 60_000;

const itemOf = (operation: StoredOperation) => ({
  ...operation,
  kind: "operation",
  task: operation.kind,
  ...keys.operation({ operation: operation.id }),
  ...operationListed({ ...operation, operation: operation.id }),
  ...(isFinished(operation)
    ? { ttl: keptUntil(operation, new Date(operation.finishedAt ?? operation.updatedAt)) }
    : beating(operation)),
});

const beating = ({ id, updatedAt }: StoredOperation) =>
  due({
    at: new Date(Date.parse(updatedAt) + heartbeat).toISOString(),
    kind: "operation",
    id,
  });

/** An operation with the task that started it, as long as there is something to do. */
export async function withTask(operation: string) {
  const [stored, task] = await getMany([
    keys.operation({ operation }),
    keys.task({ event: eventOf(operation) }),
  ]);
  return { operation: stored && parse(stored), task: task && Task().parse(task) };
}

/** An operation as it is now; queued while nobody has begun its task. */
export async function byId(id: string): Promise<StoredOperation | undefined> {
  const { operation, task } = await withTask(id);
  return operation ?? (task && queuedOperation(task));
}

/** The same of several, in the order asked. */
export async function byIds(ids: readonly string[]): Promise<(StoredOperation | undefined)[]> {
  const items = await getMany([
    ...ids.map((operation) => keys.operation({ operation })),
    ...ids.map((operation) => keys.task({ event: eventOf(operation) })),
  ]);
  return ids.map((_, i) => {
    const [stored, task] = [items[i], items[ids.length + i]];
    return stored ? parse(stored) : task && queuedOperation(Task().parse(task));
  });
}

/** Begins the operation of a task, in this state. Harmless when it has begun already. */
export const begin = (operation: StoredOperation): Write => add(itemOf(operation), "outdated");

/** Saves how far an operation is, on condition that nobody else worked on it. */
export const advance = (operation: StoredOperation): Write => ({
  do: "put",
  key: keys.operation({ operation: operation.id }),
  item: itemOf({ ...operation, version: operation.version + 1 }),
  when: "version = :expected",
  values: { ":expected": operation.version },
  orElse: "outdated",
});

/** The same, and the stream has it go on at once. */
export const wake = (operation: StoredOperation): Write => {
  const write = advance(operation);
  return { ...write, item: { ...write.item, wake: "now" } };
};
