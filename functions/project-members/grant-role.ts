import { permissionsOf } from "../../shared/access/decide.ts";
import { refuseOutlasting, refuseUnknown } from "../../shared/access/granting.ts";
import * as api from "../../shared/api/index.ts";
import { env } from "../../shared/env.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import type { Wanted } from "../../shared/lambda/wanted.ts";
import type { ProjectBinding } from "../../shared/model/binding.ts";
import { isTheirs } from "../../shared/model/caller.ts";
import { definedIn, definitionsOf, type RoleBook } from "../../shared/model/custom-role.ts";
import { refuseTooLong, withLatestEnd } from "../../shared/model/longest-access.ts";
import { memberOf } from "../../shared/model/member.ts";
import { mustBeActive } from "../../shared/model/project.ts";
import { recordedRoles } from "../../shared/model/role.ts";
import {
  afterRequest,
  changesNothing,
  gained,
  type RoleChange,
  refuseEnds,
  withRole,
} from "../../shared/model/role-change.ts";
import { settledProjects } from "../../shared/model/settled.ts";
import { versionAfter } from "../../shared/model/version.ts";
import * as bindings from "../../shared/table/bindings.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as events from "../../shared/table/events.ts";
import * as projectMembers from "../../shared/table/project-members.ts";
import * as rights from "../../shared/table/rights.ts";
import * as roleUses from "../../shared/table/role-uses.ts";
import { foundation, mayHold } from "./foundation.ts";
import { tell } from "./telling.ts";

/** Where the role is no built-in one, those that the platform defines. */
const ofPlatform = (_: unknown, { params }: { params: { role: string } }) =>
  customRoles.forProjects([params.role]);

export const run = useCase(api.projectMembers.grantRole, { ahead: ofPlatform }, async (request) => {
  const { params, body, caller, customer, project, decision, now, happened, commit } = request;
  const { principal, role } = params;
  mustBeActive(project);
  const isOwn = principal === caller.id;
  const theirs = isTheirs(caller, principal);
  const found = await projectMembers.read(project, principal, request.ancestors);
  const { binding, stored } = found;
  const { shown, carrier } = mayHold(found, now);
  request.mustMatch(binding?.version);
  const [held, longest] = [binding?.roles ?? {}, env.maxAccessDays];
  const wanted = withLatestEnd(longest, "project", held, { role, ...body }, now);
  const change = withRole(held, wanted, caller.id, now);
  const defined = definedIn(undefined, request.ahead);
  refuseUnknown("project", change.given, defined, () => "/role");
  refuseEnds(change, theirs, now);
  refuseTooLong(longest, "project", change.given, now);
  if (theirs) refuseOutlasting(change.given, decision, ["customer.projects.access"]);
  if (binding && changesNothing(change)) return memberOf(binding, now);
  const event = happened({
    type: binding ? "customer.project.member.changed" : "customer.project.member.added",
    subject: principal,
    projectId: project.id,
    ...(binding && { before: { roles: recordedRoles(change.before) } }),
    after: { roles: recordedRoles(change.after) },
  });
  const allowed = decision.grantOf("customer.projects.access");
  const { under, writes, begun } = foundation(found, {
    carrier,
    shown,
    event,
    now,
    line: [customer.id, ...request.ancestors],
  });
  const next = {
    principal,
    customer: customer.id,
    project: project.id,
    projectKey: project.key,
    roles: afterRequest(change, event.accessRequest),
    since: binding?.since ?? event.id,
    under,
    shown,
    version: versionAfter(stored?.version, now),
    updatedAt: now.toISOString(),
  };
  const roles = gained(change, now);
  const approval =
    roles.length > 0 ? await request.approval(wantedFrom(next, change, roles, request.ahead)) : [];
  // The gate stays unchecked, since two more units would be too dear: closing ends all access by its status and takes a last look, and what slips in while a customer is disabled is as good as given a moment before.
  await commit([
    bindings.putProject(next, stored),
    ...writes,
    ...rights.stillHeld(caller.id, allowed, now, customer.id),
    ...roleUses.give({
      principal,
      customer: customer.id,
      project: project.id,
      roles: change.given.map((one) => one.role),
    }),
    ...(isOwn ? [] : tell(event, change, next)),
    events.record({ ...event, settled: { ...begun, ...settledProjects(next) } }),
    ...approval,
    ...(request.isCarriedOut ? customRoles.mustBeAsRead(request.ahead) : []),
  ]);
  return memberOf(next, now);
});

/** What others may have to agree to. */
const wantedFrom = (
  { principal, project, projectKey }: ProjectBinding,
  { given }: RoleChange,
  roles: readonly string[],
  book: RoleBook | undefined,
): Wanted => ({
  kind: "project-roles",
  principal,
  project,
  isInside: true,
  asks: { roles: given },
  granting: "customer.projects.access",
  gives: [],
  gateUnchecked: true,
  means: [
    ...roles.flatMap((role) =>
      permissionsOf({ level: "project", role }, definedIn(undefined, book)),
    ),
    ...definitionsOf(roles, book),
  ],
  claims: roles.map((role) => ({ target: projectKey, role })),
});
