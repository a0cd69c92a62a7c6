import { Task } from "../model/outbox.ts";
import { get } from "./client.ts";
import { add, type Write } from "./commit.ts";
import { due } from "./due.ts";
import { keys } from "./schema.ts";

/** Work to be done: the stream starts it at once, the sweep after a minute. It goes when it is done. */
export const write = (task: Task): Write =>
  add(
    {
      ...task,
      kind: "task",
      ...keys.task(task),
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

/** Has the sweep look at a task again later. */
export const postpone = (event: string, at: Date): Write => {
  const { duepk, duesk } = due({ at: at.toISOString(), kind: "task", id: event });
  return {
    do: "update",
    key: keys.task({ event }),
    set: "SET duepk = :duepk, duesk = :duesk",
    when: "attribute_exists(pk)",
    values: { ":duepk": duepk, ":duesk": duesk },
    orElse: "outdated",
  };
};

export const remove = (event: string): Write => ({ do: "delete", key: keys.task({ event }) });
