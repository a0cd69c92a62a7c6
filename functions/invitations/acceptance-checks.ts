import { holdsRoles } from "../../shared/model/binding.ts";
import type { HeldGrant } from "../../shared/model/grant.ts";
import type { StoredInvitation } from "../../shared/model/invitation.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { AcceptanceRead } from "../../shared/table/acceptances.ts";
import { stillGives } from "../../shared/table/carriers.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as rights from "../../shared/table/rights.ts";
import type { Parts } from "./acceptance-writes.ts";

/** True of somebody whose customer access was interrupted: what rested on the old one stays gone. */
export const isAnew = ({ binding, through }: AcceptanceRead) =>
  !holdsRoles(binding) && through.length === 0;

/** Where only a group or a customer above vouches that access was never interrupted, it must still do so. */
export function continuity({
  opened,
  known: {
    binding,
    through: [carrier],
  },
  user,
}: Parts): Write[] {
  if (!binding || holdsRoles(binding) || !carrier) return [];
  return stillGives(carrier, user.id, [opened.customer.id, ...opened.above]);
}

/** The inviter must still hold what allows all of it; without anything that does, nobody gets it. */
export const inviterMay = (
  { inviter: { id }, customer, byPlatform }: StoredInvitation,
  allowed: readonly (HeldGrant | undefined)[],
  now: Date,
): Write[] => {
  const checks = rights.eachStillHeld(id, allowed, now, byPlatform ? undefined : customer);
  return checks.map((check) => ({
    ...check,
    orElse: new Refusal("invitation_blocked", "Whoever invited you lost the right to just now."),
  }));
};
