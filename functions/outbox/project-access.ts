import type { ProjectBinding } from "../../shared/model/binding.ts";
import type { Task } from "../../shared/model/outbox.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as bindings from "../../shared/table/bindings.ts";
import type { Batch, Part } from "./kind.ts";
import { remnants } from "./remnants.ts";
import { type Removed, removedOf } from "./removed.ts";

/** Bindings of one page: with what it takes to find them, an item stays below 16 KB. */
const pageSize = 200;

/** What somebody lost, as letters tell it: the first projects. */
export interface Lost {
  projects: string[];
  count: number;
}

/** Removes bindings; one that meanwhile belongs to later access stays. One person's share a partition, which takes 1,000 writes a second. */
export const projectAccess: Part<Removed> = {
  counts: "removed",
  // After a crash what is gone already was removed by us; otherwise somebody else has, and the index has not heard.
  take: ([binding], { task, again }) =>
    binding ? takeOne(binding, task, again).then((isGone) => [isGone]) : Promise.resolve([]),
};

const takeOne = (binding: Removed, task: Task, mayBeGone: boolean): Promise<boolean> =>
  bindings.drop(binding, { mayBeGone, ofAnyAccess: task.task === "project-deleted" });

/** Project access that rested on one customer binding, page by page in the order of the projects. */
export async function restingOn(task: Task, cursor?: string): Promise<Batch | undefined> {
  const { customer = "", subject, under = "" } = task;
  const found = await bindingLists.firstRestingOn(subject, customer, under, { after: cursor });
  return batchOf(found, ({ project }) => project);
}

/** Access at customers below that nothing gives any more, and the project access that rested on it, page by page in the order of customers and projects. */
export async function leftBelow(task: Task, cursor?: string): Promise<Batch | undefined> {
  const found = await remnants([task.subject], task, cursor);
  return found && { part: found.part, things: found.things, cursor: found.position };
}

/** Access to a deleted project, page by page in the order of the people. */
export async function onProject(task: Task, cursor?: string): Promise<Batch | undefined> {
  const { customer = "", subject: projectKey, project = "" } = task;
  const place = { customer, project, projectKey };
  const { items } = await bindingLists.onProject(place, { limit: pageSize, after: cursor });
  return batchOf(items, ({ principal }) => principal);
}

function batchOf(found: readonly ProjectBinding[], positionOf: (one: Removed) => string) {
  const things = found.slice(0, pageSize).map(removedOf);
  const last = things.at(-1);
  return last && { part: "project-access", things, cursor: positionOf(last) };
}
