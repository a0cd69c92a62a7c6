import type { Decision } from "../../shared/access/decide.ts";
import { allowedBy } from "../../shared/access/granting.ts";
import type { ApiUser } from "../../shared/model/api-user.ts";
import { callerName } from "../../shared/model/caller.ts";
import type { HeldGrant } from "../../shared/model/grant.ts";
import { newId } from "../../shared/model/id.ts";
import { day, type NewInvitation, type StoredInvitation } from "../../shared/model/invitation.ts";
import { type Owners, ownerLimit, takenPlaces } from "../../shared/model/owners.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { changeTo } from "../../shared/model/role-change.ts";
import type { User } from "../../shared/model/user.ts";
import type { Invitee } from "../../shared/table/invitees.ts";

/** Whose plan it is, and what the customer looks like. */
export interface Inviting {
  customer: string;
  inviter: User | ApiUser;
  decision: Decision;
  /** The keys of the customer's projects that are asked for, by their ids. */
  projectKeys: ReadonlyMap<string, string>;
  /** The bulk request it is part of. */
  batch?: string;
  now: Date;
}

/** What allows somebody to grant a whole plan; refuses when nothing does. */
export function mayPlan(
  plan: Pick<NewInvitation, "roles" | "projects">,
  { inviter, decision, now }: Pick<Inviting, "inviter" | "decision" | "now">,
): HeldGrant | undefined {
  const roles = plan.roles.map((role) => ({ role }));
  const allowed = allowedBy(changeTo({}, roles, inviter.id, now), decision, false);
  if (plan.projects.length > 0 && !decision.allows("customer.projects.access"))
    throw new Refusal("forbidden", "Project roles take the permission customer.projects.access.");
  return allowed;
}

/** A new invitation, or the refusal of what it asks for. */
export function invite(
  asked: NewInvitation,
  invitee: Invitee,
  inviting: Inviting,
): StoredInvitation {
  const { customer, inviter, projectKeys, batch, now } = inviting;
  if (invitee.member) throw alreadyMember(invitee.member);
  const projects = asked.projects.map(({ project, role }) => {
    const key = projectKeys.get(project);
    if (!key) throw invalid("/projects", `names the unknown project ${project}`);
    return { project, key, role };
  });
  if (asked.accessExpiresAt && asked.accessExpiresAt <= now.toISOString())
    throw invalid("/accessExpiresAt", "must lie in the future");
  const at = now.toISOString();
  const { expiresInDays, ...plan } = asked;
  return {
    ...plan,
    projects,
    ...(batch && { batch }),
    id: newId("invitation", now),
    customer,
    state: "pending",
    expiresAt: new Date(now.getTime() + expiresInDays * day).toISOString(),
    days: expiresInDays,
    inviter: { id: inviter.id, displayName: callerName(inviter) },
    sentAt: at,
    round: 1,
    resent: 0,
    version: 1,
    createdAt: at,
    updatedAt: at,
  };
}

export const alreadyMember = (member: string) =>
  new Refusal("already_member", "This address belongs to a member. Change their roles instead.", {
    about: { member },
  });

const invalid = (pointer: string, message: string) =>
  new Refusal("invalid", `${pointer} ${message}.`, { errors: [{ pointer, message }] });

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
