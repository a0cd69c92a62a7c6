import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { removalOf } from "../../shared/model/member.ts";
import type { HeldRoles } from "../../shared/model/role.ts";
import { changeTo } from "../../shared/model/role-change.ts";
import { changeRoles } from "./change-roles.ts";

export const run = useCase(api.members.remove, async (request) => {
  const { params, caller, now } = request;
  const removeAll = (held: HeldRoles) => changeTo(held, [], caller.id, now);
  const planned = await changeRoles(request, params.principal, removeAll, {
    mustBeMember: true,
    isRemoval: true,
  });
  return removalOf(params.principal, planned.event, planned);
});
