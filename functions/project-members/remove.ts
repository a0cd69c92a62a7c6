import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { changeTo } from "../../shared/model/role-change.ts";
import { takeRoles } from "./take-roles.ts";

export const run = useCase(api.projectMembers.remove, (request) =>
  takeRoles(request, (held) => changeTo(held, [], request.caller.id, request.now)),
);
