import { permissionsOf } from "../../shared/access/decide.ts";
import { refuseExcess, refuseOutlasting } from "../../shared/access/granting.ts";
import { givenByGroup, refuseJoining } from "../../shared/access/joining.ts";
import { type CustomerBinding, holdsRoles } from "../../shared/model/binding.ts";
import { isTheirs } from "../../shared/model/caller.ts";
import type { Event } from "../../shared/model/event.ts";
import { holdingsOf } from "../../shared/model/held-place.ts";
import { saidBelow } from "../../shared/model/joining.ts";
import { letterOf, taskOf } from "../../shared/model/outbox.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { type HeldRoles, roleIdsOf } from "../../shared/model/role.ts";
import { settledBinding } from "../../shared/model/settled.ts";
import { isAvailable, shownOf } from "../../shared/model/user.ts";
import type { Membership, UserGroup } from "../../shared/model/user-group.ts";
import * as bindings from "../../shared/table/bindings.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as events from "../../shared/table/events.ts";
import * as gates from "../../shared/table/gates.ts";
import {
  type GroupRead,
  givesOf,
  type PersonRead,
  placesOf,
} from "../../shared/table/group-members.ts";
import * as letters from "../../shared/table/letters.ts";
import * as memberships from "../../shared/table/memberships.ts";
import * as rights from "../../shared/table/rights.ts";
import * as tasks from "../../shared/table/tasks.ts";
import * as userGroups from "../../shared/table/user-groups.ts";
import { type Asking, happenedIn, managing, ownerIn } from "./asking.ts";

type Books = Awaited<ReturnType<typeof customRoles.defining>>;

/** Puts a person into a group. Who is in it already stays, without an event. */
export async function add(
  asking: Asking,
  to: GroupRead & { group: UserGroup },
  principal: string,
  found: PersonRead,
): Promise<{ membership: Membership; isNew: boolean }> {
  const { caller, customer, decision, now, commit } = asking;
  const person = { ...found, user: found.user ?? asking.newcomer };
  const books = customer ? await customRoles.defining([givesOf(to)]) : new Map();
  mayGive(asking, to, books, isTheirs(caller, principal));
  if (person.membership) return { membership: person.membership, isNew: false };
  if (!person.user) throw new Refusal("not_found", "There is no such person.");
  // The write refuses it again: nobody is asked to agree to what cannot be.
  if (!isAvailable(person.user)) throw new Refusal("user_unavailable");
  const membership = {
    principal,
    group: to.group.id,
    customer: ownerIn(asking),
    shown: shownOf(person.user),
    at: now.toISOString(),
    by: caller.id,
  };
  const approval = await approvalFor(asking, to, books, principal, person);
  const event = happenedIn(asking, "added", principal, { after: { group: to.group.id } });
  const anew = beginningAnew(to, person, event);
  await commit([
    ...(asking.newcomer
      ? [
          memberships.list(membership),
          ...asking.makeKnown({ groups: memberships.entriesOf([membership]) }),
        ]
      : memberships.join(membership)),
    userGroups.stands(to.group.id),
    ...(customer ? [gates.isOpen(customer.id)] : []),
    ...rights.stillHeld(caller.id, decision.grantOf(managing(asking)), now, customer?.id),
    events.recordAnywhere({ ...event, ...(anew && { settled: settledBinding(anew) }) }),
    ...(anew && person.binding ? beganAnew(anew, person.binding, event) : []),
    ...(principal === caller.id ? [] : tell(to, principal, event, now)),
    ...approval,
  ]);
  return { membership, isNew: true };
}

/** The roles that come with the group, on its customer or on the platform. */
const givenBy = ({ customer }: Asking, { group, binding }: GroupRead) =>
  customer
    ? ({ level: "customer", roles: binding?.roles ?? {} } as const)
    : ({ level: "platform", roles: group?.platformRoles ?? {} } as const);

/** Whoever puts somebody into a group gives everything that the group has. Who puts people into groups of the platform holds everything elsewhere. */
function mayGive(asking: Asking, to: GroupRead, books: Books, theirs: boolean) {
  const { customer, decision } = asking;
  const { level, roles } = givenBy(asking, to);
  const given = wantedOf(roles);
  if (customer) refuseJoining(givesOf(to), decision, books);
  else refuseExcess(level, given, decision);
  const below = to.below.flatMap((held) => wantedOf(held.roles));
  if (theirs) refuseOutlasting([...given, ...below], decision, [managing(asking)]);
}

const wantedOf = (roles: HeldRoles) =>
  Object.entries(roles).map(([role, { expiresAt }]) => ({ role, expiresAt }));

/** A group that has roles gives them to whoever joins: others may have to agree. */
async function approvalFor(
  asking: Asking,
  to: GroupRead & { group: UserGroup },
  books: Books,
  principal: string,
  { binding, others }: PersonRead,
): Promise<Write[]> {
  const { customer, decision } = asking;
  const { group, below, projects } = to;
  const { level, roles: held } = givenBy(asking, to);
  const roles = roleIdsOf(held);
  if (roles.length === 0 && below.length === 0 && projects.length === 0)
    return asking.approvalsNeeded > 1 ? stillGivesNothing(asking, to) : [];
  return asking.approval({
    kind: "group-member",
    principal,
    granting: managing(asking),
    isInside: holdsRoles(binding) || others.length > 0,
    gives: customer
      ? givenByGroup(givesOf(to), books)
      : roles.flatMap((role) => permissionsOf({ level, role }, decision.customRoles)),
    means: saidBelow(givesOf(to)),
    asks: { group: group.id, roles: roles.map((role) => ({ role })) },
    claims: [{ target: group.id, role: "member" }],
    act: {
      call: customer ? "groupMembers.add" : "groupMembers.addOnPlatform",
      params: { ...(customer && { customer: customer.id }), group: group.id, user: principal },
    },
  });
}

/** That nobody gave the group a role meanwhile, with fewer people to agree to: on its own customer, or anywhere else. */
const stillGivesNothing = (
  { customer }: Asking,
  { group, binding }: GroupRead & { group: UserGroup },
): Write[] => [
  userGroups.isAsRead(group),
  ...(customer ? [bindings.isAsRead(group.id, customer.id, binding)] : []),
];

/** Access that was interrupted begins anew: what rested on the old one stays gone. */
function beginningAnew(
  { binding: ofGroup }: GroupRead,
  { binding, others }: PersonRead,
  event: Event,
): CustomerBinding | undefined {
  if (!binding || holdsRoles(binding) || others.length > 0 || !holdsRoles(ofGroup))
    return undefined;
  return { ...binding, since: event.id, version: binding.version + 1 };
}

const beganAnew = (anew: CustomerBinding, before: CustomerBinding, event: Event): Write[] => [
  bindings.put(anew, before),
  tasks.write(taskOf(event, "access-interrupted", before.principal, { under: before.since })),
];

function tell(
  to: GroupRead & { group: UserGroup },
  principal: string,
  event: Event,
  now: Date,
): Write[] {
  const { holdings } = holdingsOf(to.group, placesOf(to), now);
  if (!holdings) return [];
  const said = { version: to.binding?.version ?? 0, through: to.group.id, holdings };
  return [letters.write(letterOf(event, "access-granted", principal, said))];
}
