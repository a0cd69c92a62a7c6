import type { Task } from "../../shared/model/outbox.ts";
import * as subCustomers from "../../shared/table/sub-customers.ts";
import type { Batch, Part } from "./kind.ts";
import { lapseUnfounded } from "./lapse-unfounded.ts";
import { revokeKeys } from "./revoke-keys.ts";
import { withdrawOfOthers } from "./withdraw-of-others.ts";

/** Customers on one page. */
const atOnce = 50;

/** Tells this walk from the one before it, which rewrites paths. */
const mark = "!";

/** True once the paths are right and what a move leaves behind is being ended. */
export const isEnding = (cursor: string | undefined) => cursor?.startsWith(mark) === true;

/** Ends what rested on roles held above a moved customer, there and below it: invitations that nobody there could send now, keys of whoever may not manage them, and requests of whoever may not ask any more. */
export const leftBehind: Part<{ id: string }> = {
  atOnce: 5,
  take: async ([customer], { operation, task }) => {
    if (customer) await endAt(customer.id, task);
    return [operation.state !== "done"];
  },
};

/** The moved customer, and then those below it. */
export async function nextLeftBehind(
  { subject }: Task,
  cursor: string | undefined,
): Promise<Batch | undefined> {
  if (!isEnding(cursor)) return { part: "left-behind", things: [{ id: subject }], cursor: mark };
  const { things, way } = await pageBelow(subject, cursor?.slice(mark.length));
  return way === undefined ? undefined : { part: "left-behind", things, cursor: mark + way };
}

/** Some customers below one, after the one at the end of a way down, and the way to the last of them. */
export async function pageBelow(top: string, after: string | undefined) {
  const things: { id: string }[] = [];
  let way: string | undefined;
  for await (const one of subCustomers.below(top, after ? { after: after.split("/") } : {})) {
    things.push({ id: one.customer.id });
    way = one.way.join("/");
    if (things.length === atOnce) break;
  }
  return { things, way };
}

async function endAt(customer: string, task: Task): Promise<void> {
  await withdrawOfOthers({ ...task, customer });
  await revokeKeys({ ...task, customer });
  await lapseUnfounded({ ...task, customer });
}
