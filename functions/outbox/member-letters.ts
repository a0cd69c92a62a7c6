import { type HeldPlace, type PlacesOfGroup, placesAtMost } from "../../shared/model/held-place.ts";
import { platform } from "../../shared/model/id.ts";
import { letterOf, type Task } from "../../shared/model/outbox.ts";
import { causeOf } from "./cause.ts";
import type { Concerned } from "./group-members.ts";
import { type CascadeMemory, namedAtMost } from "./losses.ts";

/** What was lost so far, and what the projects are called. */
export type Told = CascadeMemory & { nameOf(project: string): string };

/** Nobody is told of what they have otherwise, nor of what was so when they came: of that they were told then. */
const isUntouched = (
  { membership, roles, isOut }: Concerned,
  { before = [], after = [], createdAt }: Task,
) => membership.at > createdAt || (isLess(before, after) && roles.length === 0 && !isOut);

/** True where roles were taken and none was given. */
const isLess = (before: readonly string[], after: readonly string[]) =>
  after.length > 0 && after.length < before.length && after.every((role) => before.includes(role));

/** The letter to a member of a group that changed; none to whoever did it, or kept everything. */
export function letterFor(member: Concerned, told: Told, task: Task) {
  const { membership, isOut } = member;
  const { principal } = membership;
  const { subject: through, before = [], after = [], version = 0, project, until } = task;
  const { customerGroup, name } = task;
  if (principal === task.actor) return undefined;
  const cause = { ...causeOf(task, new Date()), ...(project && { projectId: project }) };
  if (task.task === "access-ending")
    return letterOf(cause, "access-ending", principal, { version, until, through });
  if (isUntouched(member, task)) return undefined;
  if (after.length > 0) {
    if (task.isQuiet) return undefined;
    const kind = before.length > 0 ? "roles-changed" : "access-granted";
    return letterOf(cause, kind, principal, { version, before, after, through, customerGroup });
  }
  const lost = project
    ? { customer: false, projects: [task.name ?? project], at: [placeIn(task, project)], count: 1 }
    : lostOf(member, isOut || customerGroup !== undefined, told, task);
  const holdings = lostHoldings(member, told, task);
  return lost.customer || lost.count > 0 || holdings
    ? letterOf(cause, "access-revoked", principal, {
        version,
        lost,
        through,
        customerGroup,
        holdings,
        ...(customerGroup && { name }),
      })
    : undefined;
}

/** What the group gave that a member has no more, as far as it is known here: what else gives them the same elsewhere shows when the letter is sent. */
function lostHoldings(
  { roles }: Concerned,
  { lostRoles = {} }: Told,
  task: Task,
): PlacesOfGroup | undefined {
  const { subject: group, customer = platform, project, customerGroup, holdings, name } = task;
  const places = holdings?.places ?? [{ customer, project, customerGroup, roles }];
  const onProjects = Object.entries(lostRoles).map(([id, held]) => {
    const [at = customer, project = id] = placeIn(task, id).split("/");
    return { customer: at, project, roles: [...held] };
  });
  const lost = [...places, ...onProjects]
    .filter((place) => place.roles.length > 0 && (isElsewhere(place, customer) || roles.length > 0))
    .slice(0, placesAtMost);
  const isOfGroup = !customerGroup && !project;
  return lost.length > 0 ? { group, ...(isOfGroup && { name }), places: lost } : undefined;
}

const isElsewhere = ({ customer, project, customerGroup }: HeldPlace, here: string) =>
  customer !== here || project !== undefined || customerGroup !== undefined;

/** What a member lost: what the group had, and what they had themselves. */
function lostOf(
  { membership: { principal } }: Concerned,
  customer: boolean,
  { lost = [], lostBy, nameOf }: Told,
  task: Task,
) {
  const own = lostBy?.[principal] ?? { projects: [], count: 0 };
  const ids = [...new Set([...lost, ...own.projects])];
  const first = ids.slice(0, namedAtMost);
  const at = first.map((id) => placeIn(task, id));
  return { customer, projects: first.map(nameOf), at, count: ids.length };
}

/** Where a project is: of another customer than the task's, that says its name. */
const placeIn = ({ customer }: Task, project: string) =>
  project.includes("/") ? project : `${customer}/${project}`;
