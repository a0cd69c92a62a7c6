import type { Decision } from "../../shared/access/decide.ts";
import { allowedBy, refuseUnknown } from "../../shared/access/granting.ts";
import { env } from "../../shared/env.ts";
import type { Caller } from "../../shared/model/caller.ts";
import { definedIn, type RoleBook } from "../../shared/model/custom-role.ts";
import type { HeldGrant } from "../../shared/model/grant.ts";
import type { NewInvitation, StoredInvitation } from "../../shared/model/invitation.ts";
import { refuseTooLong } from "../../shared/model/longest-access.ts";
import { openInvitation } from "../../shared/model/new-invitation.ts";
import { mustBeActive, type Project } from "../../shared/model/project.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { changeTo } from "../../shared/model/role-change.ts";
import type { Invitee } from "../../shared/table/invitees.ts";
import type { PlannedGroups } from "../../shared/table/planned-groups.ts";
import { mustFit } from "./fitting.ts";
import { groupsOf } from "./groups.ts";

/** Whose plan it is, and what the customer looks like. */
export interface Inviting {
  customer: string;
  inviter: Caller;
  decision: Decision;
  /** The customer's projects that are asked for, by their ids. */
  projects: ReadonlyMap<string, Project>;
  /** Project roles besides the built-in ones, where some are asked for. */
  ofPlatform: RoleBook | undefined;
  /** The customer's groups that are asked for. */
  planned: PlannedGroups;
  /** The bulk request it is part of. */
  batch?: string;
  now: Date;
}

/** What allows somebody to grant a whole plan; refuses when nothing does. */
export function mayPlan(
  plan: Pick<NewInvitation, "roles" | "projects">,
  { inviter, decision, now }: Pick<Inviting, "decision" | "now"> & { inviter: { id: string } },
): HeldGrant | undefined {
  const roles = plan.roles.map((role) => ({ role }));
  const pointerTo = (role: string) => `/roles/${plan.roles.indexOf(role)}`;
  refuseUnknown("customer", roles, decision.customRoles, pointerTo);
  const allowed = allowedBy(changeTo({}, roles, inviter.id, now), decision, false);
  if (plan.projects.length > 0 && !decision.allows("customer.projects.access"))
    throw new Refusal("forbidden", "Project roles take the permission customer.projects.access.");
  return allowed;
}

/** All that a plan rests on besides what allows its roles: projects and groups take rights of their own. */
export const allowing = (
  plan: { projects: readonly unknown[]; groups: readonly unknown[] },
  allowed: HeldGrant | undefined,
  { grantOf }: Decision,
): (HeldGrant | undefined)[] => [
  allowed,
  ...(plan.projects.length > 0 ? [grantOf("customer.projects.access")] : []),
  ...(plan.groups.length > 0 ? [grantOf("customer.groups.manage")] : []),
];

/** A new invitation, or the refusal of what it asks for. */
export function invite(
  asked: NewInvitation,
  invitee: Invitee,
  inviting: Inviting,
): StoredInvitation {
  const { customer, inviter, decision, ofPlatform, planned, batch, now } = inviting;
  if (invitee.member) throw alreadyMember(invitee.member);
  const pointerTo = (role: string) =>
    `/projects/${asked.projects.findIndex((one) => one.role === role)}/role`;
  refuseUnknown("project", asked.projects, definedIn(undefined, ofPlatform), pointerTo);
  const projects = asked.projects.map(({ project, role }) => {
    const found = inviting.projects.get(project);
    if (!found) throw invalid("/projects", `names the unknown project ${project}`);
    mustBeActive(found);
    return { project, key: found.key, role };
  });
  const groups = groupsOf(asked.groups, planned, decision);
  mustFit(asked);
  if (asked.accessExpiresAt && asked.accessExpiresAt <= now.toISOString())
    throw invalid("/accessExpiresAt", "must lie in the future");
  refuseTooLongOffer(asked, now);
  const { expiresInDays: days, ...plan } = asked;
  return openInvitation(
    { ...plan, projects, groups, customer, days, ...(batch && { batch }) },
    inviter,
    now,
  );
}

/** What is offered without an end gets the latest one when it is accepted. */
function refuseTooLongOffer({ roles, projects, accessExpiresAt }: NewInvitation, now: Date) {
  const until = (role: string) => ({ role, expiresAt: accessExpiresAt });
  const [longest, pointerTo] = [env.maxAccessDays, () => "/accessExpiresAt"];
  refuseTooLong(longest, "customer", roles.map(until), now, pointerTo);
  const onProjects = projects.map(({ role }) => until(role));
  refuseTooLong(longest, "project", onProjects, now, pointerTo);
}

export const alreadyMember = (member: string) =>
  new Refusal("already_member", "This address belongs to a member. Change their roles instead.", {
    about: { member },
  });

const invalid = (pointer: string, message: string) =>
  new Refusal("invalid", `${pointer} ${message}.`, { errors: [{ pointer, message }] });
