import { refuseOutlasting } from "../../shared/access/granting.ts";
import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { memberOf } from "../../shared/model/member.ts";
import { letterOf } from "../../shared/model/outbox.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { endOf, roleIdsOf } from "../../shared/model/role.ts";
import { changesNothing, refuseEnds, withRole } from "../../shared/model/role-change.ts";
import { shownOf } from "../../shared/model/user.ts";
import * as bindings from "../../shared/table/bindings.ts";
import * as events from "../../shared/table/events.ts";
import * as letters from "../../shared/table/letters.ts";
import * as projectMembers from "../../shared/table/project-members.ts";

export const run = useCase(api.projectMembers.grantRole, async (request) => {
  const { params, body, caller, customer, project, decision, now, happened, commit } = request;
  const { principal, role } = params;
  const isOwn = principal === caller.id;
  const { binding, stored, ...person } = await projectMembers.read(project, principal);
  const { user, member } = mayHold(person, now);
  request.mustMatch(binding?.version);
  const change = withRole(binding?.roles ?? {}, { role, ...body }, caller.id, now);
  refuseEnds(change, isOwn, now);
  if (isOwn) refuseOutlasting(change.given, decision, ["customer.projects.access"]);
  if (binding && changesNothing(change)) return memberOf(binding, now);
  const event = happened({
    type: binding ? "customer.project.member.changed" : "customer.project.member.added",
    subject: principal,
    projectId: project.id,
    ...(binding && { before: { roles: roleIdsOf(change.before) } }),
    after: { roles: roleIdsOf(change.after), role, ...body },
  });
  const next = {
    ...{ principal, customer: customer.id, project: project.id, projectKey: project.key },
    roles: change.after,
    since: binding?.since ?? event.id,
    under: member.since,
    shown: shownOf(user),
    version: (stored?.version ?? 0) + 1,
    updatedAt: now.toISOString(),
  };
  const letter = letterOf(event, binding ? "roles-changed" : "access-granted", principal, {
    version: next.version,
    before: roleIdsOf(change.before),
    after: roleIdsOf(change.after),
  });
  const allowed = decision.roleFor("customer.projects.access");
  // The gate stays unchecked, since two more units would be too dear: closing ends all access by its status and takes a last look, and what slips in while a customer is disabled is as good as given a moment before.
  await commit([
    bindings.putProject(next, stored),
    ...(isOwn
      ? [bindings.stillMember(member, now, allowed)]
      : [
          bindings.stillMember(member, now),
          bindings.stillHolds(caller.id, customer.id, allowed, now),
          letters.write(letter),
        ]),
    events.record(event),
  ]);
  return memberOf(next, now);
});

/** A person who can hold project roles: somebody with customer access, for whom nothing else speaks against it. */
function mayHold(
  { user, member }: Pick<Awaited<ReturnType<typeof projectMembers.read>>, "user" | "member">,
  now: Date,
) {
  if (!user || user.status === "disabled" || user.status === "deleted")
    throw new Refusal(user ? "user_unavailable" : "not_found");
  if (!member || endOf(member.roles) <= now.toISOString())
    throw new Refusal("no_customer_access", "Give this person a role on the customer first.");
  return { user, member };
}
