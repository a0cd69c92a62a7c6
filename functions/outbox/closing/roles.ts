import { customerRoleIds } from "../../../shared/model/role.ts";
import { getMany } from "../../../shared/table/client.ts";
import { collections } from "../../../shared/table/collections.ts";
import { tryDelete } from "../../../shared/table/commit.ts";
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
      one
        ? await tryDelete({
            key: keys["role use"]({ customer: one.customer, role: one.role, principal: one.id }),
          })
        : false,
    ],
  },
});

/** Built-in roles, those of the customer, and those of the customers above it. */
async function rolesAt(customer: string): Promise<string[]> {
  const [record] = await getMany([keys.customer({ customer })]);
  const above = (record?.path ?? []) as string[];
  const owners = [customer, ...above];
  const books = await getMany(owners.map((owner) => keys["custom roles"]({ owner })));
  const defined = books.flatMap((book, i) =>
    Object.keys((book?.roles ?? {}) as object).map((role) =>
      i === 0 ? role : `${role}@${owners[i]}`,
    ),
  );
  return [...customerRoleIds, ...defined.sort()];
}
