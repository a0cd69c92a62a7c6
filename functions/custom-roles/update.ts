import type { Decision } from "../../shared/access/decide.ts";
import { refuseOutlasting } from "../../shared/access/granting.ts";
import type { Permission } from "../../shared/access/permissions.ts";
import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import type { CustomRole } from "../../shared/model/custom-role.ts";
import { isPatched, patch, patchedFields } from "../../shared/model/patch.ts";
import { composed, customIn, entryOf, withRole } from "./defining.ts";
import { define } from "./writing.ts";

export const run = useCase(api.customRoles.update, async (request) => {
  const { customer, params, body, decision, now, mustMatch } = request;
  const { book, role } = customIn(request.book, params.role);
  mustMatch(role.version);
  const permissions = composed(body.permissions ?? role.permissions, role.permissions, decision);
  refuseProlonging(role, permissions, decision);
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
  await define(request, withRole(book, customer.id, changed), event, { isNarrowed });
  return entryOf(changed);
});

/** Nobody puts into a role that they hold what they hold for a shorter time. */
function refuseProlonging(
  { id, permissions: before }: CustomRole,
  permissions: readonly Permission[],
  decision: Decision,
): void {
  const held = decision.grants.filter(({ level, role }) => level === "customer" && role === id);
  const added = permissions.filter((one) => !before.includes(one));
  refuseOutlasting(held, decision, added);
}

const mayManageKeys = ({ permissions }: CustomRole) =>
  permissions.includes("customer.api-users.manage");
