import type { StoredOperation } from "../../shared/model/operation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import * as memberships from "../../shared/table/memberships.ts";
import { committed } from "./revoke.ts";

/** Members that one step sees to together. */
const atOnce = 25;

/** Has some members leave a group of the platform that was deleted; undefined when all have been seen to. What they had through it ended with the group. */
export async function disband(
  operation: StoredOperation,
  { subject }: Task,
): Promise<StoredOperation | undefined> {
  const { items } = await memberships.ofGroup(subject, { limit: atOnce, after: operation.cursor });
  const last = items.at(-1);
  if (!last) return undefined;
  const left = await Promise.all(items.map((one) => committed(memberships.leave(one))));
  const members = (operation.members ?? 0) + left.filter(Boolean).length;
  return { ...operation, members, cursor: last.principal };
}
