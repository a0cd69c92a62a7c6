import { isGroupId } from "../../shared/model/id.ts";
import type { StoredOperation } from "../../shared/model/operation.ts";
import { type Letter, letterOf, type Task } from "../../shared/model/outbox.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as letters from "../../shared/table/letters.ts";
import * as memberships from "../../shared/table/memberships.ts";
import { causeOf } from "./cause.ts";
import { committed } from "./revoke.ts";

/** People that one step tells together. */
const atOnce = 25;

/** Where all have been told. */
const end = "~";

/** Tells some of those who hold roles on a project what becomes of it, every member of a group that does; undefined when all have been told. */
export async function tellHolders(
  operation: StoredOperation,
  task: Task,
): Promise<StoredOperation | undefined> {
  const { cursor = "" } = operation;
  if (cursor === end) return undefined;
  const [holder = "", member] = cursor.split(" ");
  const next =
    member === undefined ? await tellSome(task, holder) : await tellGroup(task, holder, member);
  return { ...operation, cursor: next };
}

/** People up to the first group, whose members come next. */
async function tellSome(task: Task, after: string): Promise<string> {
  const { customer = "", project = "", subject } = task;
  const { items, nextCursor = end } = await bindingLists.onProject(
    { customer, project, projectKey: subject },
    { limit: atOnce, ...(after && { after }) },
  );
  const holders = items.map(({ principal }) => principal);
  const group = holders.find(isGroupId);
  const people = group === undefined ? holders : holders.slice(0, holders.indexOf(group));
  await Promise.all(people.map((person) => tell(person, task)));
  return group === undefined ? nextCursor : `${group} `;
}

async function tellGroup(task: Task, group: string, after: string): Promise<string> {
  const { items, nextCursor } = await memberships.ofGroup(group, {
    limit: atOnce,
    ...(after && { after }),
  });
  await Promise.all(items.map(({ principal }) => tell(principal, task, group)));
  return nextCursor ? `${group} ${nextCursor}` : group;
}

/** Everybody is told once, whichever way they held a role. */
async function tell(person: string, task: Task, through?: string): Promise<void> {
  if (person === task.actor) return;
  const { project, name = "", version = 1, requester, reason } = task;
  const cause = { ...causeOf(task, new Date()), ...(project && { projectId: project }) };
  const letter = letterOf(cause, letterFor(task), person, {
    ...{ version, through, requester, reason },
    ...(task.task === "project-deleted" && {
      lost: { customer: false, projects: [name], count: 1 },
    }),
  });
  await committed([letters.write(letter)]);
}

/** What was deleted at once has just ended somebody's access; the others have been told of that. */
function letterFor({ task, requester }: Task): Letter["letter"] {
  if (task === "project-deletion-requested" || task === "project-deletion-declined") return task;
  return requester ? "project-deleted" : "access-revoked";
}
