import type { StoredAccessRequest } from "../model/access-request.ts";
import type { Event } from "../model/event.ts";
import type { StoredInvitation } from "../model/invitation.ts";
import { placesWith } from "../model/new-invitation.ts";
import { letterOf } from "../model/outbox.ts";
import type { Owners } from "../model/owners.ts";
import * as addressMails from "./address-mails.ts";
import type { Write } from "./commit.ts";
import * as events from "./events.ts";
import * as invitations from "./invitations.ts";
import type { Invitee } from "./invitees.ts";
import * as letters from "./letters.ts";
import * as owners from "./owners.ts";

/** An invitation to be sent, and the mails that its address got before. */
export interface Sent {
  invitation: StoredInvitation;
  invitee: Pick<Invitee, "mails">;
  event: Event & { customerId: string };
  now: Date;
}

/** An invitation whose mail waits until others agree: it keeps its address, and its owner place. */
export function hold(
  { invitation, event, now }: Omit<Sent, "invitee">,
  { id: accessRequest, expiresAt, gives, needed }: StoredAccessRequest,
  places: Owners,
): Write[] {
  const waiting = {
    ...invitation,
    state: "awaiting_approval" as const,
    accessRequest,
    expiresAt,
    gives,
    needed,
  };
  const kept = placesWith(waiting, places, event.id, now);
  return [
    ...invitations.create(waiting, now),
    events.record(event),
    ...(kept ? [owners.replace(kept)] : []),
  ];
}

/** What one invitation writes by itself: the invitation, its address, its event and its letter. */
export const send = ({ invitation, invitee, event, now }: Sent): Write[] => [
  ...invitations.create(invitation, now),
  addressMails.count(invitee.mails, invitation.id, now),
  events.record(event),
  letters.write(letterOf(event, "invitation", invitation.id, { version: invitation.round })),
];
