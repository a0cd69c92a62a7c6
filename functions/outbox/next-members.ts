import type { StoredOperation } from "../../shared/model/operation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import * as memberships from "../../shared/table/memberships.ts";
import { membersAtOnce, namelessOf } from "./group-members.ts";
import type { Batch } from "./kind.ts";

/** The next members of the group that a task is about, each by themselves. */
export async function nextMembers(
  { cursor }: StoredOperation,
  { subject }: Task,
): Promise<Batch | undefined> {
  const { items } = await memberships.ofGroup(subject, { limit: membersAtOnce, after: cursor });
  const things = items.map(namelessOf);
  return things.length > 0
    ? { part: "members", things, cursor: things.at(-1)?.principal }
    : undefined;
}
