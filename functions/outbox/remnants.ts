import { actorOf } from "../../shared/model/caller.ts";
import type { StoredOperation } from "../../shared/model/operation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as bindings from "../../shared/table/bindings.ts";
import type { Removed } from "../../shared/table/receipts.ts";
import * as receipts from "../../shared/table/receipts.ts";
import { isOfGroup, remnantsOf } from "./group-members.ts";

/** Removals under way at the same time: one person's bindings share a partition, which takes 1,000 writes a second. */
const atOnce = 25;

/** The bindings that a task still has to remove, one page. */
export async function remnants(task: Task, operation: StoredOperation): Promise<Removed[]> {
  const { customer = "", subject, project = "", under = "" } = task;
  if (task.task === "member-removed" || task.task === "access-interrupted")
    return bindingLists.firstRestingOn(subject, customer, under);
  if (isOfGroup(task)) {
    const own =
      under && !operation.cursor ? await bindingLists.firstRestingOn(subject, customer, under) : [];
    return own.length > 0 ? own : remnantsOf(task, operation);
  }
  if (task.task === "project-deleted")
    return (
      await bindingLists.onProject(
        { customer, project, projectKey: subject },
        { limit: receipts.pageSize },
      )
    ).items;
  return [];
}

/** Removes bindings and answers those that are gone; one that meanwhile belongs to later access stays. */
export async function take(
  planned: readonly Removed[],
  task: Task,
  { mayBeGone }: { mayBeGone: boolean },
): Promise<Removed[]> {
  const removed: Removed[] = [];
  for (let start = 0; start < planned.length; start += atOnce) {
    const some = planned.slice(start, start + atOnce);
    const gone = await Promise.all(some.map((binding) => takeOne(binding, task, mayBeGone)));
    removed.push(...some.filter((_, i) => gone[i]));
  }
  return removed;
}

/** After a crash what is gone already was removed by us; otherwise somebody else has, and the index has not heard. */
const takeOne = (binding: Removed, task: Task, mayBeGone: boolean): Promise<boolean> =>
  bindings.drop(binding, { mayBeGone, ofAnyAccess: task.task === "project-deleted" });

/** Letters of a task hang on the event that caused it, so that each is written once. */
export const causeOf = (task: Task, now: Date) => ({
  id: task.event,
  at: now.toISOString(),
  requestId: task.requestId,
  customerId: task.customer ?? "",
  actor: actorOf({ id: task.actor }),
});
