import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { adminOf } from "../../shared/model/admin.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { recordOf } from "./change-roles.ts";

export const run = useCase(api.admins.get, { ahead: recordOf }, async ({ ahead: record, now }) => {
  if (!record?.platformRoles) throw new Refusal("not_found");
  return adminOf(record, now);
});
