import type { Event } from "../../shared/model/event.ts";
import { type Gate, mailsPerDay } from "../../shared/model/gate.ts";
import type { HeldGrant } from "../../shared/model/grant.ts";
import type { StoredInvitation } from "../../shared/model/invitation.ts";
import { letterOf } from "../../shared/model/outbox.ts";
import type { Owners } from "../../shared/model/owners.ts";
import * as addressMails from "../../shared/table/address-mails.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as customers from "../../shared/table/customers.ts";
import * as events from "../../shared/table/events.ts";
import * as invitations from "../../shared/table/invitations.ts";
import type { Invitee } from "../../shared/table/invitees.ts";
import * as letters from "../../shared/table/letters.ts";
import * as owners from "../../shared/table/owners.ts";
import * as rights from "../../shared/table/rights.ts";
import { placesWith } from "./inviting.ts";

interface Sent {
  invitation: StoredInvitation;
  invitee: Invitee;
  event: Event & { customerId: string };
  now: Date;
}

interface Allowed {
  gate: Gate;
  owners: Owners;
  /** What allows the inviter the plan. */
  allowed: HeldGrant | undefined;
}

/** What one invitation writes by itself: the invitation, its address, its event and its letter. */
export const ownWrites = ({ invitation, invitee, event, now }: Sent): Write[] => [
  ...invitations.create(invitation, now),
  addressMails.count(invitee.mails, invitation.id, now),
  events.record(event),
  letters.write(letterOf(event, "invitation", invitation.id, { version: invitation.round })),
];

/** What every sending of mails from a customer checks: gate and limit of the day, and the sender's right. */
export function sendingChecks(
  { gate, allowed }: Pick<Allowed, "gate" | "allowed">,
  inviter: string,
  mails: number,
  now: Date,
): Write[] {
  return [
    customers.isOpenForMails(gate, mails, mailsPerDay, now),
    ...rights.stillHeld(inviter, allowed, now, gate.customer),
  ];
}

/** Everything that a single new invitation writes. */
export function writesFor(all: Sent & Allowed): Write[] {
  const { invitation, event, now } = all;
  const places = placesWith(invitation, all.owners, event.id, now);
  const checks = sendingChecks(all, invitation.inviter.id, 1, now);
  return [...ownWrites(all), ...(places ? [owners.replace(places)] : []), ...checks];
}
