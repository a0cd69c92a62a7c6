import { env } from "../../shared/env.ts";
import type { CustomerBinding, ProjectBinding } from "../../shared/model/binding.ts";
import type { Level } from "../../shared/model/grant.ts";
import type { AcceptedInvitation } from "../../shared/model/invitation-link.ts";
import { firstOf, latestEnd } from "../../shared/model/longest-access.ts";
import type { Project } from "../../shared/model/project.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { type HeldRoles, isLive } from "../../shared/model/role.ts";
import { changeTo, type RoleChange, type WantedRole } from "../../shared/model/role-change.ts";
import { isAvailable, type User } from "../../shared/model/user.ts";
import type { AcceptanceRead } from "../../shared/table/acceptances.ts";
import { whyNotOnCustomer, whyNotOnProject } from "./as-offered.ts";
import type { Opened } from "./opening.ts";

/** What an acceptance gives: customer roles, roles on projects, and the parts that it has to leave out. */
export interface AcceptancePlan {
  change: RoleChange;
  projects: { project: Project; held: ProjectBinding | undefined; change: RoleChange }[];
  skipped: AcceptedInvitation["skipped"];
}

/** Never lowers what somebody already has: a role held longer stays as it is. */
export function planAcceptance(
  opened: Opened,
  known: AcceptanceRead,
  user: User,
  roles: readonly string[],
  now: Date,
): AcceptancePlan {
  const { invitation } = opened;
  if (!isAvailable(user))
    throw new Refusal(
      "user_unavailable",
      "Nothing can be granted to the person behind this address.",
    );
  const { accessExpiresAt, inviter } = invitation;
  if (accessExpiresAt && accessExpiresAt <= now.toISOString())
    throw new Refusal(
      "invitation_blocked",
      "The access this invitation offers has ended already.",
      {
        about: { reason: "nothing-left" },
      },
    );
  const grant = (level: Level, held: HeldRoles, roles: readonly string[]) => {
    const offered = roles.map((role) => {
      const latest = latestEnd(env.maxAccessDays, level, role, now);
      return { role, expiresAt: firstOf([accessExpiresAt, latest]) };
    });
    return changeTo(held, withAll(held, offered, now), inviter.id, now);
  };
  const change = grant("customer", known.binding?.roles ?? {}, roles);
  const projects: AcceptancePlan["projects"] = [];
  const gone = goneOnProjects(opened, known);
  const skipped: AcceptancePlan["skipped"] = [
    ...leftOut("role", invitation.roles, (role) => whyNotOnCustomer(opened, role)),
    ...leftOut("project role", [...gone.keys()], (role) => gone.get(role)),
  ];
  for (const [id, plan] of Map.groupBy(invitation.projects, ({ project }) => project)) {
    const project = known.projects.find(({ key }) => key === plan[0]?.key);
    const isThere = project?.status === "active";
    const held = heldOn(known.projectBindings, project, known.binding);
    const roles = plan.map(({ role }) => role).filter((role) => !gone.has(role));
    if (project && isThere && roles.length > 0)
      projects.push({ project, held, change: grant("project", held?.roles ?? {}, roles) });
    else if (!isThere)
      skipped.push({ kind: "project", id, reason: project ? isBeingDeleted : doesNotExist });
  }
  return { change, projects, skipped };
}

/** Project roles of the plan that cannot be given, and why. */
function goneOnProjects(opened: Opened, known: AcceptanceRead): ReadonlyMap<string, string> {
  const planned = new Set(opened.invitation.projects.map(({ role }) => role));
  const all = leftOut("project role", [...planned], (role) => whyNotOnProject(opened, known, role));
  return new Map(all.map(({ id, reason }) => [id, reason]));
}

const leftOut = (kind: string, ids: readonly string[], why: (id: string) => string | undefined) =>
  ids.flatMap((id) => {
    const reason = why(id);
    return reason ? [{ kind, id, reason }] : [];
  });

const doesNotExist = "This project does not exist any more.";
const isBeingDeleted = "This project is about to be deleted.";

function withAll(held: HeldRoles, offered: readonly WantedRole[], now: Date): WantedRole[] {
  const isHeldAsLong = ({ role, expiresAt }: WantedRole) => {
    const { [role]: own } = held;
    if (!own || !isLive(own, now)) return false;
    return !own.expiresAt || (expiresAt !== undefined && own.expiresAt >= expiresAt);
  };
  const kept = Object.entries(held).map(([role, { expiresAt: end }]) => ({ role, expiresAt: end }));
  const added = offered.filter((one) => !isHeldAsLong(one));
  return [...kept.filter(({ role }) => !added.some((one) => one.role === role)), ...added];
}

/** The project binding that still counts; one left over from earlier access or an earlier project does not. */
const heldOn = (
  bindings: readonly ProjectBinding[],
  project: Project | undefined,
  binding: CustomerBinding | undefined,
) =>
  bindings.find(({ projectKey, under }) => projectKey === project?.key && under === binding?.since);
