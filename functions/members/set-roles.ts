import * as api from "../../shared/api/index.ts";
import { env } from "../../shared/env.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import type { CustomerBinding } from "../../shared/model/binding.ts";
import { withLatestEnd } from "../../shared/model/longest-access.ts";
import { memberOf } from "../../shared/model/member.ts";
import type { HeldRoles } from "../../shared/model/role.ts";
import { changeTo } from "../../shared/model/role-change.ts";
import { changeRoles } from "./change-roles.ts";

export const run = useCase(api.members.setRoles, async (request) => {
  const { params, body, caller, now } = request;
  const toWanted = (held: HeldRoles) => {
    const longest = env.maxAccessDays;
    const wanted = body.roles.map((role) => withLatestEnd(longest, "customer", held, role, now));
    return changeTo(held, wanted, caller.id, now);
  };
  const pointerTo = (wanted: string) =>
    `/roles/${body.roles.findIndex(({ role }) => role === wanted)}`;
  const { binding } = await changeRoles(request, params.principal, toWanted, { pointerTo });
  return memberOf(binding as CustomerBinding, now);
});
