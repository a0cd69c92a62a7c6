import { losesFounding, losesGranting } from "../../shared/access/losing.ts";
import { need } from "../../shared/access/need.ts";
import { holdsRoles } from "../../shared/model/binding.ts";
import type { Event } from "../../shared/model/event.ts";
import { holdingsOf } from "../../shared/model/held-place.ts";
import { type Letter, letterOf, taskOf } from "../../shared/model/outbox.ts";
import type { HeldRoles } from "../../shared/model/role.ts";
import { settledBinding } from "../../shared/model/settled.ts";
import type { UserGroup } from "../../shared/model/user-group.ts";
import * as bindings from "../../shared/table/bindings.ts";
import { stillGives } from "../../shared/table/carriers.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as events from "../../shared/table/events.ts";
import { type GroupRead, type PersonRead, placesOf } from "../../shared/table/group-members.ts";
import * as letters from "../../shared/table/letters.ts";
import * as memberships from "../../shared/table/memberships.ts";
import { isTask } from "../../shared/table/schema.ts";
import * as tasks from "../../shared/table/tasks.ts";
import { type Asking, happenedIn, lineIn, managing } from "./asking.ts";

/** Takes a person out of a group; without other customer access their project access goes too. False when they were not in it. */
export async function remove(
  asking: Asking,
  from: GroupRead & { group: UserGroup },
  principal: string,
  person: PersonRead,
): Promise<boolean> {
  const { caller, decision, commit } = asking;
  const isOwn = principal === caller.id;
  if (!isOwn) need(decision, managing(asking));
  if (!person.membership) return false;
  const event = happenedIn(asking, "removed", principal, { before: { group: from.group.id } });
  const losesAll = holdsRoles(from.binding) && isOut(person);
  const writes = accessAfter(asking, from, person, event);
  const isSeenTo = writes.some(({ key }) => isTask(key.pk));
  await commit([
    ...memberships.leave(person.membership),
    events.recordAnywhere({ ...event, ...(losesAll && { settled: settledBinding(undefined) }) }),
    ...writes,
    ...(isSeenTo ? [] : rightsAfter(asking, from, person, event)),
  ]);
  return true;
}

/** What becomes of customer access: it must still rest on what it seems to, or whatever rested on it goes; on customers below as well. */
function accessAfter(
  asking: Asking,
  from: GroupRead & { group: UserGroup },
  { user, membership, binding, others: [other] }: PersonRead,
  event: Event,
): Write[] {
  const principal = event.subject;
  const { holdings } = holdingsOf(from.group, placesOf(from), asking.now);
  const told = (lost: Letter["lost"]): Write[] =>
    principal === asking.caller.id || !(holdings || lost?.customer)
      ? []
      : [
          letters.write(
            letterOf(event, "access-revoked", principal, { version: 0, lost, holdings }),
          ),
        ];
  const said = { holdings, ...platformLoss(asking, from, user) };
  // What goes page by page is told of at its end, with all else.
  const left = membership?.carries
    ? [tasks.write(taskOf(event, "group-left", principal, said))]
    : told({ customer: false, projects: [], count: 0 });
  if (!holdsRoles(from.binding)) return left;
  if (binding && holdsRoles(binding)) return [bindings.stillHoldsRoles(binding), ...left];
  if (other) return [...stillGives(other, principal, lineIn(asking)), ...left];
  if (binding)
    return [
      bindings.remove(binding),
      tasks.write(taskOf(event, "member-removed", principal, { under: binding.since, holdings })),
    ];
  const nothing = bindings.holdsNothing(principal, event.customerId ?? "", "outdated");
  if (membership?.carries)
    return [
      nothing,
      tasks.write(taskOf(event, "member-removed", principal, { under: "", holdings })),
    ];
  return [
    nothing,
    // Nothing rests on such access but what was asked for.
    tasks.write(taskOf(event, "access-interrupted", principal, { under: "" })),
    ...told({ customer: true, projects: [], count: 0 }),
  ];
}

/** True of whoever has had access through the group alone, and something that rests on it. */
const isOut = ({ binding, others }: PersonRead) =>
  binding !== undefined && !holdsRoles(binding) && others.length === 0;

/** What rested on rights that the group gave is seen to, where that is not part of losing all access. */
function rightsAfter(asking: Asking, from: GroupRead, person: PersonRead, event: Event): Write[] {
  const { customer, decision, now } = asking;
  if (!customer) return restAfter(asking, from, person, event);
  if (isOut(person)) return [];
  const [own, given] = [person.binding?.roles ?? {}, from.binding?.roles ?? {}];
  const others = person.others.map(({ roles }) => roles);
  const costs = (before: HeldRoles, after: HeldRoles, besides: HeldRoles[] = []) =>
    losesGranting({ before, after }, decision.customRoles, now, besides);
  // Own roles may be going at the same moment, so a right to give that the group gave is always seen to.
  const costsSome = costs(given, {}) || costs({ ...own, ...given }, own, others);
  if (from.below.length === 0 && !costsSome) return [];
  return [tasks.write(taskOf(event, "right-lost", event.subject))];
}

/** Groups of the platform's customers on which a group of the platform holds something. */
const onGroups = ({ customer }: Asking, { below }: GroupRead) =>
  customer ? [] : below.flatMap((one) => ("customerGroup" in one ? [one.customerGroup] : []));

/** What a task says of rights on the platform that go, or on groups of its customers: the record of who leaves, as it is by then, shows it. */
const platformLoss = (asking: Asking, from: GroupRead, user: PersonRead["user"]) => ({
  input: { onGroups: onGroups(asking, from) },
  ...(!asking.customer && user && { version: user.version + 1 }),
});

/** What rested on the platform roles of a group is seen to, and on its roles on groups of customers. */
function restAfter(asking: Asking, from: GroupRead, { user }: PersonRead, event: Event): Write[] {
  const loss = platformLoss(asking, from, user);
  const isNothing =
    loss.input.onGroups.length === 0 && !losesFounding(from.group?.platformRoles ?? {});
  return !user || isNothing ? [] : [tasks.write(taskOf(event, "right-lost", user.id, loss))];
}
