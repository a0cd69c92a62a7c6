import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import type { CustomerBinding } from "../../shared/model/binding.ts";
import { memberOf } from "../../shared/model/member.ts";
import { changeTo } from "../../shared/model/role-change.ts";
import { changeRoles } from "./change-roles.ts";

export const run = useCase(api.members.setRoles, async (request) => {
  const { params, body, caller, now } = request;
  const { binding } = await changeRoles(request, params.principal, (held) =>
    changeTo(held, body.roles, caller.id, now),
  );
  return memberOf(binding as CustomerBinding, now);
});
