import { type CustomerBinding, holdsRoles } from "../../shared/model/binding.ts";
import type { StoredOperation } from "../../shared/model/operation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import type { Membership } from "../../shared/model/user-group.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import { accessOf } from "../../shared/table/group-access.ts";
import * as memberships from "../../shared/table/memberships.ts";
import type { Removed } from "../../shared/table/receipts.ts";

/** Members that one step sees to together. */
const atOnce = 25;

/** A member of a group that changed, and what is left to them. */
export interface Concerned {
  membership: Membership;
  /** Since when they have had customer access, with own roles or none. */
  binding: CustomerBinding | undefined;
  /** True when neither their own roles nor any group gives customer access. */
  isOut: boolean;
}

export const isOfGroup = ({ task }: Task) =>
  /^(group-changed|group-deleted|access-ending)$/.test(task);

/** True when a task may leave members without customer access: the group gives none any more. */
const endsAccess = ({ task, project, after = [] }: Task) =>
  task !== "access-ending" && !project && after.length === 0;

/** An index shows who joined shortly before only a little later: the last look is for them. */
const lag = 5 * 60_000;

/** The next members to see to, in the order of their ids, and where to go on. */
export async function concerned(task: Task, { cursor, state }: StoredOperation) {
  const page = await memberships.ofGroup(task.subject, { limit: atOnce, after: cursor });
  const since = new Date(Date.parse(task.createdAt) - lag).toISOString();
  const items = state === "done" ? page.items.filter(({ at }) => at > since) : page.items;
  const members = items.length > 0 ? await withAccess(items, task) : [];
  return { members, last: page.items.at(-1)?.principal };
}

async function withAccess(items: readonly Membership[], task: Task): Promise<Concerned[]> {
  const people = items.map(({ principal }) => principal);
  const access = await accessOf(people, task.customer ?? "", task.subject);
  return items.map((membership) => {
    const { binding, through } = access.get(membership.principal) ?? { through: [] };
    const isOut = endsAccess(task) && !holdsRoles(binding) && through.length === 0;
    return { membership, binding, isOut };
  });
}

/** Bindings of several people on one page of a receipt: each entry names its person, and an item stays below 16 KB. */
const pageOfMany = 90;

/** Project bindings of members who are out, one page: those given before the group changed. */
export async function remnantsOf(task: Task, operation: StoredOperation): Promise<Removed[]> {
  const { members } = await concerned(task, operation);
  const left = members.flatMap(({ binding, isOut }) => (isOut && binding ? [binding] : []));
  const found = await Promise.all(
    left.map(({ principal, customer, since }) =>
      bindingLists.firstRestingOn(principal, customer, since, task.event),
    ),
  );
  return found.flat().slice(0, pageOfMany);
}
