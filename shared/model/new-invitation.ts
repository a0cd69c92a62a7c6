import { type Caller, callerName, isApiUser } from "./caller.ts";
import { newId } from "./id.ts";
import { day, type NewInvitation, type StoredInvitation } from "./invitation.ts";
import { type Owners, ownerLimit, takenPlaces } from "./owners.ts";
import { Refusal } from "./refusal.ts";

/** What an invitation offers, with the keys of its projects and what its groups give. */
type Plan = Omit<NewInvitation, "projects" | "groups" | "expiresInDays"> &
  Pick<StoredInvitation, "customer" | "projects" | "groups" | "days" | "batch" | "byPlatform">;

/** Who sends an invitation, as it keeps them. */
export const sentBy = (inviter: Caller) => ({
  inviter: { id: inviter.id, displayName: callerName(inviter) },
  behind: isApiUser(inviter) ? inviter.behind.id : undefined,
});

/** An invitation that is sent now. */
export function openInvitation(plan: Plan, inviter: Caller, now: Date): StoredInvitation {
  const at = now.toISOString();
  return {
    ...plan,
    ...sentBy(inviter),
    id: newId("invitation", now),
    state: "pending",
    expiresAt: new Date(now.getTime() + plan.days * day).toISOString(),
    sentAt: at,
    round: 1,
    resent: 0,
    version: 1,
    createdAt: at,
    updatedAt: at,
  };
}

/** The owner places with one kept for an invitation, when it carries the role. */
export function placesWith(
  { id, roles, expiresAt, inviter }: StoredInvitation,
  owners: Owners,
  event: string,
  now: Date,
): Owners | undefined {
  if (!roles.includes("owner")) return undefined;
  const others = takenPlaces(owners, now).filter(({ holder }) => holder !== id);
  const place = { holder: id, since: event, until: expiresAt, by: inviter.id };
  if (others.length >= ownerLimit)
    throw new Refusal(
      "owner_limit",
      "Both places for owners are taken, by owners or open invitations.",
    );
  return { ...owners, places: [...others, place] };
}
