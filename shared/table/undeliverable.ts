import type { Event } from "../model/event.ts";
import { newId } from "../model/id.ts";
import { isOpen } from "../model/invitation.ts";
import { letterOf } from "../model/outbox.ts";
import { commit, Outdated } from "./commit.ts";
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
export async function mark({ customer, invitation: id, round, reason }: Failure, now: Date) {
  const invitation = await invitations.byId(customer, id);
  if (invitation?.round !== round || invitation.state !== "pending" || !isOpen(invitation, now))
    return;
  const version = invitation.version + 1;
  const marked = {
    ...invitation,
    state: "undeliverable" as const,
    version,
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
  const letter = letterOf(event, "invitation-undeliverable", invitation.inviter.id, {
    version: round,
    invitees: [id],
  });
  try {
    await commit(
      [invitations.replace(marked, invitation, now), events.record(event), letters.write(letter)],
      new Date(now.getTime() + 8_000),
    );
  } catch (error) {
    // Somebody resent, revoked or accepted it at the same time: then this is old news.
    if (!(error instanceof Outdated)) throw error;
  }
}
