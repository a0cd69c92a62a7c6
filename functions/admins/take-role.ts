import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { withoutRole } from "../../shared/model/role-change.ts";
import { changeRoles, recordOf } from "./change-roles.ts";

export const run = useCase(api.admins.takeRole, { ahead: recordOf }, async (request) => {
  const { params, caller, now } = request;
  await changeRoles(request, (held) => withoutRole(held, params.role, caller.id, now), {
    mustBeAdmin: true,
  });
  return undefined;
});
