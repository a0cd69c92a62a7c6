import { rolesLost } from "../../shared/access/losing.ts";
import type { StoredOperation } from "../../shared/model/operation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import type { Membership } from "../../shared/model/user-group.ts";
import * as ancestry from "../../shared/table/ancestry.ts";
import * as memberships from "../../shared/table/memberships.ts";

import { customRolesAt, rolesAt } from "../../shared/table/roles-held.ts";
import * as standings from "../../shared/table/standings.ts";
import { besidesOf } from "./of-group.ts";
import { remnants } from "./remnants.ts";
import { standingsOf } from "./standings-of.ts";

/** Members that are seen to together. */
export const membersAtOnce = 25;

/** A member as receipts keep them, for years: names and address would outlive the person's deletion there. */
export type Nameless = Omit<Membership, "shown">;

/** A member whom an operation sees to. */
export const namelessOf = ({ shown: _, ...member }: Membership) => ({
  ...member,
  id: member.principal,
});

/** A member of a group that changed, and what is left to them. */
export interface Concerned {
  membership: Nameless;
  /** True when neither their own roles nor any group gives customer access. */
  isOut: boolean;
  /** The roles of the group that it lost and nothing else gives them. */
  roles: string[];
}

/** True when a task may leave members without customer access: the group gives none any more. */
const endsAccess = ({ task, project, customerGroup, after = [] }: Task) =>
  task !== "access-ending" && !project && !customerGroup && after.length === 0;

/** Roles on a project or on a group of customers are not looked at here. */
const isOfCustomer = ({ project, customerGroup }: Task) => !project && !customerGroup;

/** The same at other customers: those in the group of customers that it held roles on, or any when it is gone. */
const endsAccessElsewhere = ({ task, customerGroup, after = [] }: Task) =>
  task === "group-deleted" || (customerGroup !== undefined && after.length === 0);

/** True when the group itself, too, may be left without customer access somewhere. Where it keeps some, whatever else takes that from it tells its members. */
export const endsAnyAccess = (task: Task) => endsAccess(task) || endsAccessElsewhere(task);

/** An index shows who joined shortly before only a little later: the last look is for them. */
const lag = 5 * 60_000;

/** The next members to see to, in the order of their ids, and where to go on. */
export async function membersFrom(task: Task, { cursor, state }: StoredOperation) {
  const page = await memberships.ofGroup(task.subject, { limit: membersAtOnce, after: cursor });
  const since = new Date(Date.parse(task.createdAt) - lag).toISOString();
  const items = state === "done" ? page.items.filter(({ at }) => at > since) : page.items;
  return { items, last: page.items.at(-1)?.principal };
}

/** What is left to some members. */
export async function concerned(items: readonly Nameless[], task: Task): Promise<Concerned[]> {
  const people = items.map(({ principal }) => principal);
  const line = task.customer ? await ancestry.lineOf(task.customer) : [];
  const found = await standingsOf(people, line, besidesOf(task));
  const { before = [], after = [] } = task;
  const customRoles = await customRolesAt(line, before);
  return items.map((membership) => {
    const standing = found.get(membership.principal) as standings.Standing;
    const isOut = endsAccess(task) && standings.isOut(standing);
    const kept = [...after, ...rolesAt(standing, line, new Date())];
    const roles = isOfCustomer(task) ? rolesLost("customer", before, kept, customRoles) : before;
    return { membership, isOut, roles };
  });
}

/** What is left to members who are out, one page after a position. */
export const remnantsOf = (members: readonly Concerned[], task: Task, position?: string) =>
  remnants(namesOf(members, task), task, position);

/** Who may have lost access, at the customer or at others. */
const namesOf = (members: readonly Concerned[], task: Task) =>
  members.flatMap(({ membership, isOut }) =>
    isOut || endsAccessElsewhere(task) ? [membership.principal] : [],
  );
