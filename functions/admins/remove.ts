import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { changeTo } from "../../shared/model/role-change.ts";
import { changeRoles, recordOf } from "./change-roles.ts";

export const run = useCase(api.admins.remove, { ahead: recordOf }, async (request) => {
  const { caller, now } = request;
  await changeRoles(request, (held) => changeTo(held, [], caller.id, now), { mustBeAdmin: true });
  return undefined;
});
