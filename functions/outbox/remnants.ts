import type { StoredOperation } from "../../shared/model/operation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as bindings from "../../shared/table/bindings.ts";
import type { Removed } from "../../shared/table/receipts.ts";
import * as receipts from "../../shared/table/receipts.ts";
import { isOfGroup, remnantsOf } from "./group-members.ts";
import { remnantsBelow } from "./remnants-below.ts";

/** Removals under way at the same time: one person's bindings share a partition, which takes 1,000 writes a second. */
const atOnce = 25;

/** The bindings that a task still has to remove, one page. */
export async function remnants(task: Task, operation: StoredOperation): Promise<Removed[]> {
  const { customer = "", subject, project = "", under = "" } = task;
  if (isOfGroup(task)) return ofGroup(task, operation);
  if (/^(member-removed|access-interrupted|group-left)$/.test(task.task)) {
    const own = under ? await bindingLists.firstRestingOn(subject, customer, under) : [];
    const isAllHere = own.length > 0 || task.task === "access-interrupted";
    return isAllHere ? own : remnantsBelow(subject, task);
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

/** The group's own first, there and below, then those of its members. */
async function ofGroup(task: Task, operation: StoredOperation): Promise<Removed[]> {
  const { customer = "", subject, under = "" } = task;
  if (!operation.cursor && task.task !== "access-ending") {
    const own = under ? await bindingLists.firstRestingOn(subject, customer, under) : [];
    const below = own.length > 0 ? own : await remnantsBelow(subject, task);
    if (below.length > 0) return below;
  }
  return remnantsOf(task, operation);
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
