import type { Task } from "../../shared/model/outbox.ts";
import type { Project } from "../../shared/model/project.ts";
import * as ancestry from "../../shared/table/ancestry.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as projects from "../../shared/table/projects.ts";
import * as standings from "../../shared/table/standings.ts";
import type { Batch, Part } from "./kind.ts";
import { loseAccess } from "./lose-access.ts";
import { standingsOf } from "./standings-of.ts";
import { nextOf } from "./subtree-pages.ts";

/** Somebody whose project access at a customer rests on nothing, and the customer binding that it rested on. */
interface Unfounded {
  id: string;
  customer: string;
  under: string;
}

const atOnce = 50;

/** Takes project access that rests on nothing any more, and what says since when there was customer access. */
export const unfoundedAccess: Part<Unfounded> = {
  counts: "removed",
  atOnce: 5,
  take: async ([one], { task, again }) => [one ? (await takeFrom(one, task)) || again : false],
};

/** The next of those who lost customer access by a move, project by project, and then those without any project. */
export const nextUnfounded = (task: Task, cursor: string | undefined): Promise<Batch | undefined> =>
  nextOf({ top: task.subject, stage: "access", part: "project-access", pageAt }, cursor);

/** Stands where a project would, which is never called so: all of them were seen to. */
const none = "-";

/** Those on a page of one project's people; a position is a project that was seen to, or one and the last person seen there. */
async function pageAt(customer: string, position = "") {
  const [project = "", person] = position.split(" ");
  if (project === none) return withoutRoles(customer, person);
  if (person !== undefined) {
    const [current] = await projects.byIds(customer, [project]);
    if (current) return membersOf(current, person);
  }
  const options = { limit: 1, ...(project && { after: project }) };
  const { items, nextCursor } = await projects.ofCustomer(customer, options);
  const [next] = items;
  return next ? membersOf(next, undefined, nextCursor) : withoutRoles(customer);
}

/** Whoever has no role of their own there, and may have no project role any more. */
async function withoutRoles(customer: string, after?: string) {
  const options = { limit: atOnce, ...(after && { after }) };
  const { items, nextCursor } = await bindingLists.withoutRoles(customer, options);
  const found = items.map(({ principal, since: under }) => ({ principal, under }));
  return {
    items: await unfounded(found, customer),
    ...(nextCursor && { nextCursor: `${none} ${nextCursor}` }),
  };
}

/** Whether more projects follow is asked once more than needed where a page of people ends. */
async function membersOf(project: Project, after: string | undefined, more: string = project.id) {
  const { customer, id, key: projectKey } = project;
  const { items, nextCursor } = await bindingLists.onProject(
    { customer, project: id, projectKey },
    { limit: atOnce, ...(after && { after }) },
  );
  const found = await unfounded(items, customer);
  return { items: found, nextCursor: nextCursor ? `${id} ${nextCursor}` : more };
}

async function unfounded(
  found: readonly { principal: string; under: string }[],
  customer: string,
): Promise<Unfounded[]> {
  if (found.length === 0) return [];
  const people = found.map(({ principal }) => principal);
  const read = await standingsOf(people, await ancestry.lineOf(customer));
  return found.flatMap(({ principal: id, under }) => {
    const standing = read.get(id) as standings.Standing;
    const isFounded = standing.binding?.since === under && !standings.isOut(standing);
    return isFounded ? [] : [{ id, customer, under }];
  });
}

const takeFrom = ({ id: principal, customer, under: since }: Unfounded, task: Task) =>
  loseAccess({ id: customer, principal, customer, since }, task);
