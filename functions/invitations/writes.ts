import { type Gate, mailsPerDay } from "../../shared/model/gate.ts";
import type { HeldGrant } from "../../shared/model/grant.ts";
import type { StoredInvitation } from "../../shared/model/invitation.ts";
import { placesWith } from "../../shared/model/new-invitation.ts";
import type { Owners } from "../../shared/model/owners.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as gates from "../../shared/table/gates.ts";
import * as newInvitations from "../../shared/table/new-invitations.ts";
import * as owners from "../../shared/table/owners.ts";
import * as rights from "../../shared/table/rights.ts";

/** The plan of an invitation as events keep it. */
export const plannedBy = ({ roles, projects, groups }: StoredInvitation) => ({
  roles,
  projects,
  ...(groups.length > 0 && { groups: groups.map(({ group }) => group) }),
});

interface Allowed {
  gate: Gate;
  owners: Owners;
  /** All that allows the inviter the plan. */
  allowed: readonly (HeldGrant | undefined)[];
}

/** What every sending of mails from a customer checks: gate and limit of the day, and the sender's right. */
export function sendingChecks(
  { gate, allowed }: Pick<Allowed, "gate" | "allowed">,
  inviter: string,
  mails: number,
  now: Date,
): Write[] {
  return [
    gates.isOpenForMails(gate, mails, mailsPerDay, now),
    ...rights.eachStillHeld(inviter, allowed, now, gate.customer),
  ];
}

/** Everything that a single new invitation writes. */
export function writesFor(all: newInvitations.Sent & Allowed): Write[] {
  const { invitation, event, now } = all;
  const places = placesWith(invitation, all.owners, event.id, now);
  const checks = sendingChecks(all, invitation.inviter.id, 1, now);
  return [...newInvitations.send(all), ...(places ? [owners.replace(places)] : []), ...checks];
}
