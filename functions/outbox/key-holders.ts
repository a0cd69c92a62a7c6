import { decide } from "../../shared/access/decide.ts";
import { isGroupId } from "../../shared/model/id.ts";
import type { Task } from "../../shared/model/outbox.ts";
import { nearestOwners, ownerIds } from "../../shared/model/owners.ts";
import { TooEarly } from "../../shared/table/commit.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as facts from "../../shared/table/facts.ts";
import * as holdings from "../../shared/table/holdings.ts";
import { isBefore, isYoung } from "./must-show.ts";

/** Before any end: one that has passed only suspends keys, and so does being disabled. */
const beforeAnyEnd = new Date(0);

/** What somebody may do on whom others rely: keys that they were shown, invitations that they sent; what a write checks that rests on the answer; and who owns the customer. */
export async function standingOf(person: string, task: Task) {
  const { customer: id } = task;
  const found = await facts.read(person, { customer: id }, [], true);
  if (isYoung(task) && isEarly(found, task)) throw new TooEarly("The right is read too early");
  const { user, book } = found;
  const owners = nearestOwners([found.owners, ...found.ownersAbove]);
  const decision = decide({
    ...found,
    now: beforeAnyEnd,
    principal: {
      ...user,
      id: person,
      status: !user || user.status === "deleted" ? "deleted" : "active",
    },
    customer: id === undefined ? undefined : { id, status: "active" },
  });
  const checks = [
    ...holdings.areAsRead(person, id, found),
    ...(id === undefined ? [] : [customRoles.isAsRead(id, book)]),
  ];
  const wanted = id === undefined ? "platform.api-users.manage" : "customer.api-users.manage";
  const mayManage = decision.allows(wanted);
  return { decision, mayManage, checks, owners: owners ? ownerIds(owners) : [] };
}

/** True while the table still shows what was before the task. */
function isEarly({ user, groups, customerBinding, book }: facts.FactsRead, task: Task): boolean {
  const { subject, customer, version = 0 } = task;
  if (task.task === "role-narrowed") return (book?.version ?? 0) < version;
  if (customer === undefined && isGroupId(subject)) return false;
  if (customer === undefined) return (user?.version ?? version) < version;
  const binding = isGroupId(subject)
    ? groups.find(({ group }) => group === subject)?.customerBinding
    : customerBinding;
  return binding !== undefined && isBefore(binding, task);
}
