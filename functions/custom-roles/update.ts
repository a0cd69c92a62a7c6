import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import type { CustomRole } from "../../shared/model/custom-role.ts";
import { isPatched, patch, patchedFields } from "../../shared/model/patch.ts";
import { composed, customIn, entryOf, withRole } from "./defining.ts";
import { refuseProlonging } from "./prolonging.ts";
import { define } from "./writing.ts";

export const run = useCase(api.customRoles.update, async (request) => {
  const { customer, params, body, decision, now, mustMatch } = request;
  const { book, role } = customIn(request.book, params.role);
  mustMatch(role.version);
  const permissions = composed(body.permissions ?? role.permissions, role.permissions, decision);
  const added = permissions.filter((one) => !role.permissions.includes(one));
  const checks = await refuseProlonging(request, role, added);
  const change = { ...body, ...(body.permissions && { permissions }) };
  if (!isPatched(role, change)) return entryOf(role);
  const { retiring: _, ...changed } = {
    ...patch(role, change),
    ...{ updatedAt: now.toISOString(), version: role.version + 1 },
  };
  const event = {
    type: "customer.role.updated" as const,
    subject: role.id,
    before: patchedFields(role, change),
    after: patchedFields(changed, change),
  };
  const isNarrowed = mayManageKeys(role) && !mayManageKeys(changed);
  await define(request, withRole(book, customer.id, changed), event, { isNarrowed, checks });
  return entryOf(changed);
});

const mayManageKeys = ({ permissions }: CustomRole) =>
  permissions.includes("customer.api-users.manage");
