import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { adminOf } from "../../shared/model/admin.ts";
import { changeTo } from "../../shared/model/role-change.ts";
import { changeRoles, recordOf } from "./change-roles.ts";

export const run = useCase(api.admins.setRoles, { ahead: recordOf }, async (request) => {
  const { body, caller, now } = request;
  const pointerTo = (wanted: string) =>
    `/roles/${body.roles.findIndex(({ role }) => role === wanted)}/expiresAt`;
  const changed = await changeRoles(request, (held) => changeTo(held, body.roles, caller.id, now), {
    pointerTo,
  });
  return adminOf(changed, now);
});
