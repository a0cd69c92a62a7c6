import { isGroupId } from "../../shared/model/id.ts";
import { type Letter, letterOf, type Task } from "../../shared/model/outbox.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as letters from "../../shared/table/letters.ts";
import * as memberships from "../../shared/table/memberships.ts";
import { causeOf } from "./cause.ts";

import type { Batch, Part } from "./kind.ts";

import { committed } from "./revoke.ts";

/** People that are told together. */
const atOnce = 25;

/** Where all have been told; what comes next goes on behind it. */
export const allTold = "~";

/** Somebody who holds a role on a project, maybe through a group. */
interface Holder {
  id: string;
  through?: string;
}

/** Tells those who hold roles on a project what becomes of it, every member of a group that does. */
export const projectHolders: Part<Holder> = {
  take: async ([holder], { task, again }) => [
    holder ? (await tell(holder.id, task, holder.through)) || again : false,
  ],
};

/** The next ones to be told; undefined when all have been. */
export async function holdersFrom(task: Task, cursor = ""): Promise<Batch | undefined> {
  if (cursor.startsWith(allTold)) return undefined;
  const [holder = "", member] = cursor.split(" ");
  const batch =
    member === undefined ? await someFrom(task, holder) : await membersOf(holder, member);
  const isEmpty = batch.things.length === 0 && batch.cursor === allTold;
  return isEmpty ? undefined : { part: "holders", ...batch };
}

/** People up to the first group, whose members come next. */
async function someFrom(task: Task, after: string) {
  const { customer = "", project = "", subject } = task;
  const { items, nextCursor = allTold } = await bindingLists.onProject(
    { customer, project, projectKey: subject },
    { limit: atOnce, ...(after && { after }) },
  );
  const holders = items.map(({ principal }) => principal);
  const group = holders.find(isGroupId);
  const people = group === undefined ? holders : holders.slice(0, holders.indexOf(group));
  const cursor = group === undefined ? nextCursor : `${group} `;
  return { things: people.map((id): Holder => ({ id })), cursor };
}

async function membersOf(group: string, after: string) {
  const options = { limit: atOnce, ...(after && { after }) };
  const { items, nextCursor } = await memberships.ofGroup(group, options);
  const things = items.map(({ principal: id }): Holder => ({ id, through: group }));
  return { things, cursor: nextCursor ? `${group} ${nextCursor}` : group };
}

/** Everybody is told once, whichever way they held a role. */
async function tell(person: string, task: Task, through?: string): Promise<boolean> {
  if (person === task.actor) return false;
  const { project, name = "", version = 1, requester, reason } = task;
  const cause = { ...causeOf(task, new Date()), ...(project && { projectId: project }) };
  const letter = letterOf(cause, letterFor(task), person, {
    ...{ version, through, requester, reason },
    ...(task.task === "project-deleted" && {
      lost: { customer: false, projects: [name], count: 1 },
    }),
  });
  return committed([letters.write(letter)]);
}

/** What was deleted at once has just ended somebody's access; the others have been told of that. */
function letterFor({ task, requester }: Task): Letter["letter"] {
  if (task === "project-deletion-requested" || task === "project-deletion-declined") return task;
  return requester ? "project-deleted" : "access-revoked";
}
