import {
  type Invitation,
  isOpen,
  type StoredInvitation,
  stateOf,
} from "../../shared/model/invitation.ts";
import { Refusal } from "../../shared/model/refusal.ts";

/** Refuses what only an open invitation allows. */
export function mustBeOpen(invitation: StoredInvitation, now: Date): void {
  if (isOpen(invitation, now)) return;
  throw tooLate(stateOf(invitation, now));
}

/** Refuses to send what would give nothing any more. */
export function mustNotHaveEnded(
  { accessExpiresAt }: Pick<StoredInvitation, "accessExpiresAt">,
  now: Date,
): void {
  if (accessExpiresAt && accessExpiresAt <= now.toISOString())
    throw new Refusal("invitation_blocked", "The access this invitation offers has ended already.");
}

/** The refusal of what an invitation's state does not allow. */
export const tooLate = (state: Invitation["state"]) =>
  new Refusal("invitation_ended", `This invitation is ${state}.`, { about: { state } });
