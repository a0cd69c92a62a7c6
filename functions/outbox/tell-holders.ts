import { type Letter, letterOf, type Task } from "../../shared/model/outbox.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as letters from "../../shared/table/letters.ts";
import { causeOf } from "./cause.ts";
import type { Part } from "./kind.ts";
import { type Holder, nextHolders } from "./next-holders.ts";
import { committed } from "./revoke.ts";

/** Tells those who hold roles on a project what becomes of it, every member of a group that does. */
export const projectHolders: Part<Holder> = {
  take: async ([holder], { task, again }) => [
    holder ? (await tell(holder.id, task, holder.through)) || again : false,
  ],
};

/** The next ones to be told; undefined when all have been. */
export const holdersFrom = ({ customer = "", project = "", subject }: Task, cursor?: string) =>
  nextHolders(async (options) => {
    const of = { customer, project, projectKey: subject };
    const { items, ...page } = await bindingLists.onProject(of, options);
    return { ids: items.map(({ principal }) => principal), ...page };
  }, cursor);

/** Everybody is told once, whichever way they held a role. */
async function tell(person: string, task: Task, through?: string): Promise<boolean> {
  if (person === task.actor) return false;
  const { project, name = "", version = 1, requester, reason } = task;
  const cause = { ...causeOf(task, new Date()), ...(project && { projectId: project }) };
  const letter = letterOf(cause, letterFor(task), person, {
    version,
    through,
    requester,
    reason,
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
