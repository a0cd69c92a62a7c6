import {
  type Invitation,
  isOpen,
  type StoredInvitation,
  stateOf,
} from "../../shared/model/invitation.ts";
import { type Owners, withoutOwner } from "../../shared/model/owners.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as invitations from "../../shared/table/invitations.ts";
import * as owners from "../../shared/table/owners.ts";

/** Refuses what only an open invitation allows. */
export function mustBeOpen(invitation: StoredInvitation, now: Date): void {
  if (isOpen(invitation, now)) return;
  throw tooLate(stateOf(invitation, now));
}

/** The refusal of what an invitation's state does not allow. */
export const tooLate = (state: Invitation["state"]) =>
  new Refusal("invitation_ended", `This invitation is ${state}.`, { about: { state } });

export const ended = (
  invitation: StoredInvitation,
  state: "revoked" | "declined" | "accepted",
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
