import type { CustomerBinding } from "../model/binding.ts";
import { RoleBook } from "../model/custom-role.ts";
import { isBuiltIn } from "../model/role.ts";
import { groupsAt, type User } from "../model/user.ts";
import { get, getMany, type Item, query } from "./client.ts";
import { collections } from "./collections.ts";
import { absent, tryDelete, type Write } from "./commit.ts";
import { keys } from "./schema.ts";

export const parse = (item: Item | undefined): RoleBook | undefined =>
  item && RoleBook().parse(item);

/** The roles that a customer defines, as they are now. */
export const read = async (customer: string) =>
  parse(await get(keys["custom roles"]({ customer })));

/** The books of some customers, by customer. */
export async function readAt(customers: readonly string[]) {
  const items = await getMany(customers.map((customer) => keys["custom roles"]({ customer })));
  return new Map(items.flatMap((item) => parse(item) ?? []).map((book) => [book.customer, book]));
}

const isCustom = (role: string) => !isBuiltIn("customer", role);

/** True where what somebody may do can hang on roles that the customer defines. */
export const mayMatter = (
  user: User | undefined,
  binding: CustomerBinding | undefined,
  customer = "",
) =>
  Object.keys(binding?.roles ?? {}).some(isCustom) ||
  (user !== undefined && groupsAt(user, customer).length > 0);

/** Replaces the book, on condition of its version; the first one where none was. */
export const replace = (book: RoleBook, expected: number): Write => ({
  do: "put",
  key: keys["custom roles"](book),
  item: { ...book, kind: "custom roles", ...keys["custom roles"](book) },
  ...(expected === 0 ? { when: absent } : onVersion(expected)),
  orElse: "outdated",
});

const onVersion = (version: number) => ({
  when: "version = :version",
  values: { ":version": version },
});

/** Checks that no role of the customer was redefined. */
export const unchanged = (customer: string, version: number): Write => ({
  do: "check",
  key: keys["custom roles"]({ customer }),
  ...onVersion(version),
  orElse: "outdated",
});

/** Checks that no role of the customer was defined or redefined since its book was read, or found missing. */
export const isAsRead = (customer: string, book: RoleBook | undefined): Write =>
  book
    ? unchanged(customer, book.version)
    : {
        ...{ do: "check", key: keys["custom roles"]({ customer }), when: absent },
        orElse: "outdated",
      };

/** Notes that somebody is given roles that the customer defines, which must be there and stay. */
export function give(customer: string, principal: string, given: readonly string[]): Write[] {
  const custom = given.filter(isCustom);
  if (custom.length === 0) return [];
  const stays = custom.map(
    (_, i) => `attribute_exists(#roles.#r${i}) AND attribute_not_exists(#roles.#r${i}.retiring)`,
  );
  return [
    {
      do: "check",
      key: keys["custom roles"]({ customer }),
      when: stays.join(" AND "),
      names: {
        "#roles": "roles",
        ...Object.fromEntries(custom.map((role, i) => [`#r${i}`, role])),
      },
      orElse: "outdated",
    },
    ...custom.map((role): Write => {
      const key = keys["role use"]({ customer, role, principal });
      return { do: "put", key, item: { ...key, kind: "role use", customer, role, principal } };
    }),
  ];
}

/** Uses looked at in one request. */
const atOnce = 100;

/** True while somebody holds a role. What says so in vain is taken away on the way: whoever was given the role may have lost it since. */
export async function isHeld(customer: string, role: string): Promise<boolean> {
  const collection = collections["who was given a role"]({ customer, role });
  for (;;) {
    const { items } = await query(collection, { strong: true, limit: atOnce });
    if (items.length === 0) return false;
    const principals = items.map(({ sk }) => String(sk));
    const bindings = await getMany(
      principals.map((principal) => keys["customer binding"]({ principal, customer })),
    );
    if (bindings.some((binding) => role in ((binding?.roles ?? {}) as object))) return true;
    await Promise.all(
      principals.map((principal) =>
        tryDelete({ key: keys["role use"]({ customer, role, principal }) }),
      ),
    );
  }
}
