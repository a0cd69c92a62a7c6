import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { isPatched, patch, patchedFields } from "../../shared/model/patch.ts";
import { composed, customIn, entryOf, withRole } from "./defining.ts";
import { define } from "./writing.ts";

export const run = useCase(api.customRoles.update, async (request) => {
  const { customer, params, body, decision, now, mustMatch } = request;
  const { book, role } = customIn(request.book, params.role);
  mustMatch(role.version);
  const permissions = composed(body.permissions ?? role.permissions, role.permissions, decision);
  const change = { ...body, ...(body.permissions && { permissions }) };
  if (!isPatched(role, change)) return entryOf(role);
  const { retiring: _, ...changed } = {
    ...patch(role, change),
    ...{ updatedAt: now.toISOString(), version: role.version + 1 },
  };
  await define(request, withRole(book, customer.id, changed), {
    type: "customer.role.updated",
    subject: role.id,
    before: patchedFields(role, change),
    after: patchedFields(changed, change),
  });
  return entryOf(changed);
});
