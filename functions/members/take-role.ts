import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { removalOf } from "../../shared/model/member.ts";
import type { HeldRoles } from "../../shared/model/role.ts";
import { withoutRole } from "../../shared/model/role-change.ts";
import { changeRoles } from "./change-roles.ts";

export const run = useCase(api.members.takeRole, async (request) => {
  const { params, caller, now } = request;
  const take = (held: HeldRoles) => withoutRole(held, params.role, caller.id, now);
  const planned = await changeRoles(request, params.principal, take, { mustBeMember: true });
  return removalOf(params.principal, planned.isGone ? planned.event : undefined, planned);
});
