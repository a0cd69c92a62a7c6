import type { ImportedData } from "../../shared/model/imported-line.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { User } from "../../shared/model/user.ts";
import * as customerGroupBindings from "../../shared/table/customer-group-bindings.ts";
import type { Importing, ImportKind, Line } from "./importing.ts";
import {
  customerAt,
  customerGroupAt,
  customerGroupKey,
  customerGroupNamed,
  groupAt,
  groupFound,
} from "./needs.ts";
import type { Outcome } from "./outcome.ts";
import { forPerson, nothingGiven, rolesToGive } from "./people.ts";
import { giveEach } from "./role-by-role.ts";

type Data = ImportedData<"customer-group-member">;

/** Gives roles on a group of customers, beside those that are held. */
async function give(
  { data, raw }: Line<Data>,
  principal: string,
  importing: Importing,
  newcomer?: User,
): Promise<Outcome> {
  const { customer, roles } = data;
  const customerGroup = await customerGroupNamed(customer, data.customerGroup);
  if (!customerGroup) throw new Refusal("not_found");
  const binding = await customerGroupBindings.of({ principal, owner: customer });
  const held = binding?.roles[customerGroup] ?? {};
  const giving = rolesToGive(roles, held, importing.now);
  if (giving.given.length === 0) return nothingGiven(giving, principal);
  const how = Object.keys(held).length > 0 ? "updated" : "created";
  return giveEach(raw, giving.given, how, ({ raw: line, role, grant, isFirst }) => {
    const params = { customer, customerGroup, principal, role };
    const call = { call: "customerGroups.grantRole", params, body: grant };
    // The first role makes them known; where nothing is written, nobody is known by the next one either.
    return importing.call(line, call, isFirst || importing.isRehearsal ? newcomer : undefined);
  });
}

/** Somebody with roles on a group of customers, or a group of people with them. */
export const customerGroupMember: ImportKind<Data> = {
  keyOf: ({ customer, customerGroup, email, group }) =>
    `${customerGroupKey(customer, customerGroup)}/${email ?? group}`,
  needs: ({ customer, customerGroup, group }) => [
    customerAt(customer),
    customerGroupAt(customer, customerGroup),
    ...(group === undefined ? [] : [groupAt(customer, group)]),
  ],
  take: async (line, importing) => {
    const { customer, group, email } = line.data;
    if (email !== undefined)
      return forPerson({ ...line.data, email }, importing, (id, newcomer) =>
        give(line, id, importing, newcomer),
      );
    const found = await groupFound(customer, group ?? "");
    if (!found) throw new Refusal("not_found");
    return give(line, found.id, importing);
  },
};
