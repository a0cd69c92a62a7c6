import type { Event } from "../model/event.ts";
import { newId } from "../model/id.ts";
import { type StoredInvitation, stateOf } from "../model/invitation.ts";
import { letterOf } from "../model/outbox.ts";
import { commit, Outdated, type Write } from "./commit.ts";
import * as events from "./events.ts";
import * as invitations from "./invitations.ts";
import * as letters from "./letters.ts";

/** Which mail did not arrive, and why, in SES's words. */
export interface Failure {
  customer: string;
  invitation: string;
  round: number;
  reason: string;
}

/** Marks an invitation whose mail did not arrive and tells its inviter. A newer mail, or an answer, outweighs the news. */
export async function mark(failure: Failure, now: Date): Promise<void> {
  const { customer, invitation: id, round } = failure;
  for (;;) {
    const invitation = await invitations.byId(customer, id);
    if (invitation?.round !== round || stateOf(invitation, now) !== "pending") return;
    try {
      return await commit(marking(invitation, failure, now), new Date(now.getTime() + 8_000));
    } catch (error) {
      // It changed at the same time: then its state says again whether this is still news.
      if (!(error instanceof Outdated)) throw error;
    }
  }
}

function marking(invitation: StoredInvitation, { customer, reason }: Failure, now: Date): Write[] {
  const { id, round, inviter } = invitation;
  const marked: StoredInvitation = {
    ...invitation,
    state: "undeliverable",
    version: invitation.version + 1,
    updatedAt: now.toISOString(),
  };
  const event: Event & { customerId: string } = {
    id: newId("event", now),
    at: now.toISOString(),
    type: "customer.invitation.undeliverable",
    actor: { type: "system", id: "mail" },
    customerId: customer,
    subject: id,
    reason,
    requestId: id,
  };
  const letter = letterOf(event, "invitation-undeliverable", inviter.id, {
    version: round,
    invitees: [id],
  });
  return [
    invitations.replace(marked, invitation, now),
    events.record(event),
    letters.write(letter),
  ];
}
