import { need } from "../../shared/access/need.ts";
import type * as api from "../../shared/api/index.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { type HeldRoles, recordedRoles } from "../../shared/model/role.ts";
import { changesNothing, type RoleChange } from "../../shared/model/role-change.ts";
import { settledProjects } from "../../shared/model/settled.ts";
import * as bindings from "../../shared/table/bindings.ts";
import * as events from "../../shared/table/events.ts";
import * as projectMembers from "../../shared/table/project-members.ts";
import { tell } from "./telling.ts";

type Taking = Request<(typeof api.projectMembers)["takeRole" | "remove"]>;

/** Takes project roles from a principal, or gives up one's own. */
export async function takeRoles(
  request: Taking,
  step: (held: HeldRoles) => RoleChange,
): Promise<undefined> {
  const { params, caller, project, decision, now, happened, commit } = request;
  const { principal } = params;
  const isOwn = principal === caller.id;
  if (!isOwn) need(decision, "customer.projects.access");
  const { binding } = await projectMembers.read(project, principal, request.ancestors);
  if (!binding) throw new Refusal("not_found");
  request.mustMatch(binding.version);
  const change = step(binding.roles);
  if (changesNothing(change)) return undefined;
  const isGone = Object.keys(change.after).length === 0;
  const event = happened({
    type: isGone ? "customer.project.member.removed" : "customer.project.member.changed",
    subject: principal,
    projectId: project.id,
    before: { roles: recordedRoles(change.before) },
    ...(!isGone && { after: { roles: recordedRoles(change.after) } }),
  });
  const version = binding.version + 1;
  const next = { ...binding, roles: change.after, version, updatedAt: now.toISOString() };
  const lost = { customer: false, projects: [project.displayName], count: 1 };
  await commit([
    isGone ? bindings.removeProject(binding) : bindings.putProject(next, binding),
    events.record({ ...event, settled: settledProjects(next) }),
    ...(isOwn ? [] : tell(event, change, next, isGone ? lost : undefined)),
  ]);
  return undefined;
}
