import { operationOf } from "../model/id.ts";
import { Task } from "../model/outbox.ts";
import { get } from "./client.ts";
import { add, type Write } from "./commit.ts";
import { due } from "./due.ts";
import { operationListed } from "./operation-keys.ts";
import { keys } from "./schema.ts";

/** Where a page of the newest that ends with an operation goes on, nothing of it comes again, whether or not it has begun. */
const queuedAs = ({ event }: Task) => `${operationOf(event)}#`;

/** Work to be done: the stream starts it at once, the sweep after a minute. Until then it stands in the lists for the operation that it will be. It goes when it is done. */
export const write = (task: Task): Write =>
  add(
    {
      ...task,
      kind: "task",
      ...keys.task(task),
      ...operationListed({ ...task, operation: queuedAs(task), startedBy: task.actor }),
      ...due({
        at: new Date(Date.parse(task.createdAt) + 60_000).toISOString(),
        kind: "task",
        id: task.event,
      }),
    },
    "outdated",
  );

export async function byEvent(event: string): Promise<Task | undefined> {
  const item = await get(keys.task({ event }));
  return item && Task().parse(item);
}

/** Has the sweep look at a task again later; its operation, which has begun, is listed itself. */
export const postpone = (event: string, at: Date): Write => {
  const { duepk, duesk } = due({ at: at.toISOString(), kind: "task", id: event });
  return {
    do: "update",
    key: keys.task({ event }),
    set: "SET duepk = :duepk, duesk = :duesk REMOVE gsi1pk, gsi1sk, gsi2pk, gsi2sk",
    when: "attribute_exists(pk)",
    values: { ":duepk": duepk, ":duesk": duesk },
    orElse: "outdated",
  };
};

/** Puts the task of an operation back that had stopped and goes on: the sweep looks at it like at that of any other that has begun. */
export const putBack = (task: Task, at: Date): Write => {
  const key = keys.task(task);
  const again = due({ at: at.toISOString(), kind: "task", id: task.event });
  return { do: "put", key, item: { ...task, kind: "task", ...key, ...again } };
};

export const remove = (event: string): Write => ({ do: "delete", key: keys.task({ event }) });
