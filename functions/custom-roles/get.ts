import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { roleNameOf } from "../../shared/model/role.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import { entryAt, inheritedOf } from "./showing.ts";

const bookOf = ({ customer, role }: { customer: string; role: string }) =>
  customRoles.read(roleNameOf(role).owner ?? customer);

export const run = useCase(
  api.customRoles.get,
  { ahead: (_, { params }) => bookOf(params) },
  async ({ ahead: book, ancestors, params: { role } }) => {
    const { owner } = roleNameOf(role);
    if (owner === undefined) return entryAt("customer", book, role);
    const isAbove = ancestors.includes(owner);
    const found = book && isAbove && inheritedOf(book).find(({ id }) => id === role);
    if (!found) throw new Refusal("not_found");
    return found;
  },
);
