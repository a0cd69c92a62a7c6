import type { Decision } from "../../shared/access/decide.ts";
import { givenByGroup, refuseJoining } from "../../shared/access/joining.ts";
import type { NewInvitation, StoredInvitation } from "../../shared/model/invitation.ts";
import { saidBelow } from "../../shared/model/joining.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { givesOf } from "../../shared/table/group-members.ts";
import type { PlannedGroup, PlannedGroups } from "../../shared/table/planned-groups.ts";

/** Groups as an invitation keeps them. Refuses unknown ones, and those that give more than whoever invites holds. */
export function groupsOf(
  asked: NewInvitation["groups"],
  planned: PlannedGroups,
  decision: Decision,
): StoredInvitation["groups"] {
  return asked.map(({ group }, i) => {
    const found = planned.groups.get(group);
    if (!found) throw invalid(`/groups/${i}/group`, `names the unknown group ${group}`);
    mayOffer(found, planned, decision);
    return { group, ...givenNow(found, planned) };
  });
}

/** Refuses somebody who may not put people into a group. */
export function mayOffer(found: PlannedGroup, { books }: PlannedGroups, decision: Decision): void {
  if (!decision.allows("customer.groups.manage"))
    throw new Refusal("forbidden", "Groups take the permission customer.groups.manage.");
  refuseJoining(givesOf(found), decision, books);
}

/** Refuses somebody who may not offer a whole plan of groups any more; one that was deleted is left out when the invitation is accepted. */
export function mayOfferAll(
  { groups }: Pick<StoredInvitation, "groups">,
  planned: PlannedGroups,
  decision: Decision,
): void {
  for (const { group } of groups) {
    const found = planned.groups.get(group);
    if (found) mayOffer(found, planned, decision);
  }
}

/** What a group gives by now. */
export function givenNow(found: PlannedGroup, { books }: PlannedGroups) {
  const gives = givesOf(found);
  return { gives: givenByGroup(gives, books), below: saidBelow(gives) };
}

/** Different groups that the invitations of one request may name: what each gives is read. */
const groupsAtMost = 50;

/** Refuses invitations that name too many groups between them. */
export function mustBeFew(groups: NewInvitation["groups"]): void {
  if (new Set(groups.map(({ group }) => group)).size <= groupsAtMost) return;
  throw invalid("/invitations", `name more than ${groupsAtMost} different groups`);
}

const invalid = (pointer: string, message: string) =>
  new Refusal("invalid", `${pointer} ${message}.`, { errors: [{ pointer, message }] });
