import type { StoredInvitation } from "../model/invitation.ts";
import { type Owners, withoutOwner } from "../model/owners.ts";
import type { Write } from "./commit.ts";
import * as invitations from "./invitations.ts";
import * as owners from "./owners.ts";

/** An invitation in its last state. */
export const ended = (
  invitation: StoredInvitation,
  state: "revoked" | "refused" | "expired" | "declined" | "accepted",
  now: Date,
): StoredInvitation => ({
  ...invitation,
  state,
  version: invitation.version + 1,
  updatedAt: now.toISOString(),
});

/** What the end of an invitation writes: its state, its free address and its free owner place. */
export function endWrites(
  invitation: StoredInvitation,
  read: StoredInvitation,
  places: Owners,
  now: Date,
): Write[] {
  const keepsPlace = places.places.some(({ holder }) => holder === invitation.id);
  return [
    invitations.replace(invitation, read, now),
    invitations.release(invitation),
    ...(keepsPlace ? [owners.replace(withoutOwner(places, invitation.id))] : []),
  ];
}
