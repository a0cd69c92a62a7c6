import type { Decision } from "../../shared/access/decide.ts";
import type { Event } from "../../shared/model/event.ts";
import { newId } from "../../shared/model/id.ts";
import type { Skipped, StoredInvitation } from "../../shared/model/invitation.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { groupsAtMost, isIn, shownOf, type User } from "../../shared/model/user.ts";
import type { Membership } from "../../shared/model/user-group.ts";
import * as bindings from "../../shared/table/bindings.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as events from "../../shared/table/events.ts";
import * as memberships from "../../shared/table/memberships.ts";
import type { PlannedGroup, PlannedGroups } from "../../shared/table/planned-groups.ts";
import * as userGroups from "../../shared/table/user-groups.ts";
import type { Parts } from "./acceptance-writes.ts";
import { givenNow, mayOffer } from "./groups.ts";

/** The groups of a plan that somebody comes into, and those that are left out. Whoever is in one already stays in it. */
export function planGroups(
  { groups }: StoredInvitation,
  planned: PlannedGroups,
  decision: Decision,
  user: User,
): { joined: PlannedGroup[]; skipped: Skipped[] } {
  const joined: PlannedGroup[] = [];
  const skipped: Skipped[] = [];
  const room = groupsAtMost - (user.groups?.size ?? 0);
  for (const agreed of groups.filter(({ group }) => !isIn(user, group))) {
    const found = planned.groups.get(agreed.group);
    const reason =
      joined.length < room ? whyNot(agreed, found, planned, decision) : tooMany(groupsAtMost);
    if (reason) skipped.push({ kind: "group", id: agreed.group, reason });
    else if (found) joined.push(found);
  }
  return { joined, skipped };
}

/** Why nobody comes into a group any more that they were invited to. */
function whyNot(
  agreed: StoredInvitation["groups"][number],
  found: PlannedGroup | undefined,
  planned: PlannedGroups,
  decision: Decision,
): string | undefined {
  if (!found) return "This group does not exist any more.";
  const { gives, below } = givenNow(found, planned);
  const isMore =
    gives.some((one) => !agreed.gives.includes(one)) ||
    below.some((one) => !agreed.below.includes(one));
  if (isMore) return "It gives more by now than when you were invited.";
  try {
    mayOffer(found, planned, decision);
  } catch (error) {
    if (error instanceof Refusal) return "Whoever invited you may no longer put people into it.";
    throw error;
  }
}

const tooMany = (most: number) => `Nobody is in more than ${most} groups.`;

/** The memberships that an acceptance gives. */
export const membershipsOf = (
  { opened: { customer, invitation }, user, groups }: Pick<Parts, "opened" | "user" | "groups">,
  now: Date,
): Membership[] =>
  groups.map(({ group }) => ({
    principal: user.id,
    group: group.id,
    customer: customer.id,
    shown: shownOf(user),
    at: now.toISOString(),
    by: invitation.inviter.id,
  }));

/** Lists somebody in groups that give what they gave when this was decided; the record of who accepts names them, too. */
export function joinWrites(parts: Parts, happened: Event & { customerId: string }): Write[] {
  const { opened, groups } = parts;
  if (groups.length === 0) return [];
  const now = new Date(happened.at);
  const joined = membershipsOf(parts, now);
  const { accessRequest: _, before: __, ...event } = happened;
  return [
    ...joined.map(memberships.list),
    ...groups.flatMap(({ group, binding }) => [
      userGroups.isAsRead(group),
      bindings.isAsRead(group.id, opened.customer.id, binding),
    ]),
    ...groups.map(({ group }) =>
      events.record({
        ...event,
        id: newId("event", now),
        type: "customer.group.member.added",
        after: { group: group.id },
      }),
    ),
  ];
}
