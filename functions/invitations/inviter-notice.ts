import { letterOf } from "../../shared/model/outbox.ts";
import { commit, Outdated } from "../../shared/table/commit.ts";
import * as letters from "../../shared/table/letters.ts";
import type { Accepting } from "./acceptance.ts";
import type { Opened } from "./opening.ts";

/** Tells the inviter, once for each mail sent, that somebody tried to accept and could not. */
export async function tellInviter(
  { invitation }: Opened,
  { now, deadline, requestId }: Accepting,
  reason: string,
): Promise<void> {
  const cause = {
    id: `${invitation.id}.${invitation.round}`,
    at: now.toISOString(),
    customerId: invitation.customer,
    actor: { type: "system" as const, id: invitation.id },
    requestId,
  };
  const letter = letterOf(cause, "acceptance-impossible", invitation.inviter.id, {
    version: invitation.round,
    invitees: [invitation.id],
    reason,
  });
  try {
    await commit([letters.write(letter)], deadline);
  } catch (error) {
    if (!(error instanceof Outdated)) throw error;
  }
}
