import { permissionsOf } from "../../shared/access/decide.ts";
import { refuseExcess, refuseOutlasting } from "../../shared/access/granting.ts";
import type { api } from "../../shared/api/index.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import { holdsRoles } from "../../shared/model/binding.ts";
import { isTheirs } from "../../shared/model/caller.ts";
import type { Event } from "../../shared/model/event.ts";
import { letterOf, taskOf } from "../../shared/model/outbox.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { isLive, roleIdsOf } from "../../shared/model/role.ts";
import { shownOf } from "../../shared/model/user.ts";
import type { Membership, UserGroup } from "../../shared/model/user-group.ts";
import * as bindings from "../../shared/table/bindings.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as customers from "../../shared/table/customers.ts";
import * as events from "../../shared/table/events.ts";
import type { GroupRead, PersonRead } from "../../shared/table/group-members.ts";
import * as letters from "../../shared/table/letters.ts";
import * as memberships from "../../shared/table/memberships.ts";
import * as rights from "../../shared/table/rights.ts";
import * as tasks from "../../shared/table/tasks.ts";
import * as userGroups from "../../shared/table/user-groups.ts";

type Adding = Pick<
  Request<typeof api.groupMembers.add>,
  "caller" | "customer" | "decision" | "now" | "happened" | "commit" | "approval"
>;

/** Puts a person into a group. Who is in it already stays, without an event. */
export async function add(
  request: Adding,
  to: GroupRead & { group: UserGroup },
  principal: string,
  person: PersonRead,
): Promise<{ membership: Membership; isNew: boolean }> {
  const { caller, customer, decision, now, happened, commit } = request;
  mayGive(request, to, isTheirs(caller, principal, customer.id));
  if (person.membership) return { membership: person.membership, isNew: false };
  if (!person.user) throw new Refusal("not_found", "There is no such person.");
  const membership = {
    ...{ principal, group: to.group.id, customer: customer.id, shown: shownOf(person.user) },
    ...{ at: now.toISOString(), by: caller.id },
  };
  const approval = await approvalFor(request, to, principal);
  const event = happened({
    type: "customer.group.member.added",
    subject: principal,
    after: { group: to.group.id },
  });
  await commit([
    ...memberships.join(membership),
    userGroups.stands(to.group.id),
    customers.isOpen(customer.id),
    ...rights.stillHeld(caller.id, decision.grantOf("customer.groups.manage"), now, customer.id),
    events.record(event),
    ...beginningAnew(to, person, event),
    ...(principal === caller.id ? [] : tell(to, principal, event, now)),
    ...approval,
  ]);
  return { membership, isNew: true };
}

/** Whoever puts somebody into a group gives everything that the group has. */
function mayGive({ decision }: Adding, { binding, givesProjects }: GroupRead, theirs: boolean) {
  const given = Object.entries(binding?.roles ?? {}).map(([role, { expiresAt }]) => ({
    ...{ role, expiresAt },
  }));
  refuseExcess("customer", given, decision);
  if (givesProjects && !decision.allows("customer.projects.access"))
    throw new Refusal(
      "forbidden",
      "The group has project roles: giving them takes the permission customer.projects.access.",
    );
  if (theirs) refuseOutlasting(given, decision, ["customer.groups.manage"]);
}

/** A group that has roles gives them to whoever joins: others may have to agree. */
async function approvalFor(
  { customer, decision, approval }: Adding,
  { group, binding, givesProjects }: GroupRead & { group: UserGroup },
  principal: string,
): Promise<Write[]> {
  const roles = roleIdsOf(binding?.roles ?? {});
  if (roles.length === 0 && !givesProjects) return [];
  const given = roles.flatMap((role) =>
    permissionsOf({ level: "customer", role }, decision.customRoles),
  );
  return approval({
    ...{ kind: "group-member", principal, granting: "customer.groups.manage" },
    gives: givesProjects ? [...given, "customer.projects.access"] : given,
    asks: { group: group.id, roles: roles.map((role) => ({ role })) },
    claims: [{ target: group.id, role: "member" }],
    act: {
      call: "groupMembers.add",
      params: { customer: customer.id, group: group.id, user: principal },
    },
  });
}

/** Access that was interrupted begins anew: what rested on the old one stays gone. */
function beginningAnew(
  { binding: ofGroup }: GroupRead,
  { binding, others }: PersonRead,
  event: Event & { customerId: string },
): Write[] {
  if (!binding || holdsRoles(binding) || others.length > 0 || !holdsRoles(ofGroup)) return [];
  const { since, version } = binding;
  return [
    bindings.put({ ...binding, since: event.id, version: version + 1 }, binding),
    tasks.write(taskOf(event, "access-interrupted", binding.principal, { under: since })),
  ];
}

function tell(
  { group, binding }: GroupRead & { group: UserGroup },
  principal: string,
  event: Event & { customerId: string },
  now: Date,
): Write[] {
  const roles = binding?.roles ?? {};
  const after = roleIdsOf(roles);
  const { version = 0 } = binding ?? {};
  if (!Object.values(roles).some((role) => isLive(role, now))) return [];
  const said = { version, before: [], after, through: group.id };
  return [letters.write(letterOf(event, "access-granted", principal, said))];
}
