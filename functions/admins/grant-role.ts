import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { adminOf } from "../../shared/model/admin.ts";
import { withRole } from "../../shared/model/role-change.ts";
import { changeRoles, recordOf } from "./change-roles.ts";

export const run = useCase(api.admins.grantRole, { ahead: recordOf }, async (request) => {
  const { params, body, caller, now } = request;
  const changed = await changeRoles(request, (held) =>
    withRole(held, { role: params.role, ...body }, caller.id, now),
  );
  return adminOf(changed, now);
});
