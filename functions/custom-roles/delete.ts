import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as events from "../../shared/table/events.ts";
import { customIn, withRole } from "./defining.ts";

/** Retires the role, so that nobody is given it any more, and only then looks whether somebody holds it. */
export const run = useCase(api.customRoles.delete, async (request) => {
  const { customer, params, mustMatch, happened, commit } = request;
  const { book, role } = customIn(request.book, params.role);
  mustMatch(role.version);
  const retiring = withRole(book, customer.id, { ...role, retiring: true });
  await commit([customRoles.replace(retiring, book.version)]);
  if (await customRoles.isHeld(customer.id, role.id)) {
    const { retiring: _, ...kept } = role;
    const back = withRole(retiring, customer.id, kept);
    await commit([customRoles.replace(back, retiring.version)]);
    throw new Refusal("role_held", "Take this role from everybody who holds it first.");
  }
  const { [role.id]: _, ...roles } = retiring.roles;
  const without = { ...retiring, roles, version: retiring.version + 1 };
  const event = happened({
    type: "customer.role.deleted",
    subject: role.id,
    before: { name: role.name, permissions: role.permissions },
  });
  await commit([customRoles.replace(without, retiring.version), events.record(event)]);
  return undefined;
});
