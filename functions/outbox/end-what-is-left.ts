import type { StoredOperation } from "../../shared/model/operation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import * as subCustomers from "../../shared/table/sub-customers.ts";
import { lapseUnfounded } from "./lapse-unfounded.ts";
import { revokeKeys } from "./revoke-keys.ts";
import { withdrawOfOthers } from "./withdraw-of-others.ts";

/** Customers that one step sees to, and how many of them together. */
const atOnce = 50;
const together = 5;

/** Tells this walk from the one before it, which rewrites paths. */
const mark = "!";

/** True once the paths are right and what a move leaves behind is being ended. */
export const isEnding = ({ cursor }: StoredOperation) => cursor?.startsWith(mark) === true;

/** Ends what rested on roles held above a moved customer, there and below it, some customers at a time: invitations that nobody there could send now, keys of whoever may not manage them, and requests of whoever may not ask any more. Undefined when all have been seen to. */
export async function endWhatIsLeft(
  operation: StoredOperation,
  task: Task,
): Promise<StoredOperation | undefined> {
  if (!isEnding(operation)) {
    await endAt(task.subject, task);
    return { ...operation, cursor: mark };
  }
  const way = operation.cursor?.slice(mark.length);
  const found: { id: string; cursor: string }[] = [];
  const walk = subCustomers.below(task.subject, way ? { after: way.split("/") } : {});
  for await (const one of walk) {
    found.push({ id: one.customer.id, cursor: mark + one.way.join("/") });
    if (found.length === atOnce) break;
  }
  for (let i = 0; i < found.length; i += together)
    await Promise.all(found.slice(i, i + together).map(({ id }) => endAt(id, task)));
  const cursor = found.at(-1)?.cursor;
  return cursor === undefined ? undefined : { ...operation, cursor };
}

async function endAt(customer: string, task: Task): Promise<void> {
  await withdrawOfOthers({ ...task, customer });
  await revokeKeys({ ...task, customer });
  await lapseUnfounded({ ...task, customer });
}
