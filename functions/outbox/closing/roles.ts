import { customerRoleIds } from "../../../shared/model/role.ts";
import { get } from "../../../shared/table/client.ts";
import { collections } from "../../../shared/table/collections.ts";
import * as uses from "../../../shared/table/role-uses.ts";
import { keys } from "../../../shared/table/schema.ts";
import { cleaner, type Gone, inTurn } from "./cleaner.ts";

/** That somebody was given a role once, whatever they hold by now: of every role that may be held there. */
export const roleUses = cleaner<Gone & { role: string }>({
  name: "role-uses",
  find: async (customer, after) => {
    const roles = await rolesAt(customer);
    const used = collections["who was given a role"];
    return inTurn(
      roles.map((role) => used({ owner: customer, role })),
      after,
      ({ sk }, i) => [{ id: String(sk), customer, role: roles[i] as string }],
    );
  },
  part: {
    take: async ([one]) => [
      one ? await uses.forget({ customer: one.customer, principal: one.id }, one.role) : false,
    ],
  },
});

/** Built-in roles, those of the customer, and those of customers above it that were given here, wherever they are by now. */
async function rolesAt(customer: string): Promise<string[]> {
  const [book, fromAbove] = await Promise.all([
    get(keys["custom roles"]({ owner: customer })),
    uses.fromAbove(customer),
  ]);
  const own = Object.keys((book?.roles ?? {}) as object);
  return [...customerRoleIds, ...own.sort(), ...fromAbove];
}
