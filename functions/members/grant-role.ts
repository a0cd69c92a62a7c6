import * as api from "../../shared/api/index.ts";
import { env } from "../../shared/env.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import type { CustomerBinding } from "../../shared/model/binding.ts";
import { withLatestEnd } from "../../shared/model/longest-access.ts";
import { memberOf } from "../../shared/model/member.ts";
import { withRole } from "../../shared/model/role-change.ts";
import { changeRoles } from "./change-roles.ts";

export const run = useCase(api.members.grantRole, async (request) => {
  const { params, body, caller, now } = request;
  const asked = { role: params.role, ...body };
  const { binding } = await changeRoles(request, params.principal, (held) => {
    const wanted = withLatestEnd(env.maxAccessDays, "customer", held, asked, now);
    return withRole(held, wanted, caller.id, now);
  });
  return memberOf(binding as CustomerBinding, now);
});
