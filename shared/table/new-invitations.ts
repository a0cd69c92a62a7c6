import type { Event } from "../model/event.ts";
import type { StoredInvitation } from "../model/invitation.ts";
import { letterOf } from "../model/outbox.ts";
import * as addressMails from "./address-mails.ts";
import type { Write } from "./commit.ts";
import * as events from "./events.ts";
import * as invitations from "./invitations.ts";
import type { Invitee } from "./invitees.ts";
import * as letters from "./letters.ts";

/** An invitation to be sent, and the mails that its address got before. */
export interface Sent {
  invitation: StoredInvitation;
  invitee: Pick<Invitee, "mails">;
  event: Event & { customerId: string };
  now: Date;
}

/** What one invitation writes by itself: the invitation, its address, its event and its letter. */
export const send = ({ invitation, invitee, event, now }: Sent): Write[] => [
  ...invitations.create(invitation, now),
  addressMails.count(invitee.mails, invitation.id, now),
  events.record(event),
  letters.write(letterOf(event, "invitation", invitation.id, { version: invitation.round })),
];
