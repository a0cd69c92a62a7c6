import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { withoutRole } from "../../shared/model/role-change.ts";
import { takeRoles } from "./take-roles.ts";

export const run = useCase(api.projectMembers.takeRole, (request) =>
  takeRoles(request, (held) =>
    withoutRole(held, request.params.role, request.caller.id, request.now),
  ),
);
