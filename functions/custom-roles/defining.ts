import type { Decision } from "../../shared/access/decide.ts";
import { allPermissions, levelOf, type Permission } from "../../shared/access/permissions.ts";
import { customerRoles } from "../../shared/access/roles.ts";
import type { CustomRole, RoleBook } from "../../shared/model/custom-role.ts";
import { Refusal } from "../../shared/model/refusal.ts";

/** What roles of a customer's own never hold. */
const ownersOnly: Permission[] = ["customer.delete", "customer.owners.manage"];

const choices = new Set(
  allPermissions.filter((one) => levelOf(one) === "customer" && !ownersOnly.includes(one)),
);

/** The permissions of a role, in the order of the catalogue: refuses what a customer's roles cannot hold, and what the maker adds without holding it. Everybody who has the customer may see it. */
export function composed(
  asked: readonly string[],
  before: readonly string[],
  { allows }: Decision,
): Permission[] {
  const errors = asked.flatMap((permission, i) =>
    choices.has(permission as Permission)
      ? []
      : [
          {
            pointer: `/permissions/${i}`,
            message: `${permission} is nothing a customer's role can hold`,
          },
        ],
  );
  if (errors.length > 0)
    throw new Refusal("invalid", "A customer's role is made of other permissions.", { errors });
  const wanted = allPermissions.filter((one) => one === "customer.view" || asked.includes(one));
  const lacking = wanted.filter((one) => !before.includes(one) && !allows(one));
  if (lacking.length > 0)
    throw new Refusal("forbidden", `You cannot put in what you lack: ${lacking.join(", ")}.`);
  return wanted;
}

/** A role of the customer as it is answered. */
export const entryOf = ({ permissions, ...role }: CustomRole) => ({
  ...{ level: "customer" as const, builtIn: false },
  ...{ id: role.id, name: role.name, description: role.description, version: role.version },
  permissions: [...permissions].sort(),
});

/** Every role that may be held on the customer: the built-in ones, then its own in the order of their ids. */
export const entriesOf = (book: RoleBook | undefined) => [
  ...Object.entries(customerRoles).map(([id, { name, permissions }]) => ({
    ...{ level: "customer" as const, builtIn: true, id, name },
    permissions: permissions.toSorted(),
  })),
  ...Object.values(book?.roles ?? {})
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .map(entryOf),
];

/** The book with one role more, or with another version of it. */
export function withRole(
  book: RoleBook | undefined,
  customer: string,
  role: RoleBook["roles"][string],
): RoleBook {
  const { roles = {}, version = 0 } = book ?? {};
  return { customer, roles: { ...roles, [role.id]: role }, version: version + 1 };
}

/** The role that a path names; built-in ones cannot be changed. */
export function customIn(book: RoleBook | undefined, id: string) {
  const found = book && Object.hasOwn(book.roles, id) ? book.roles[id] : undefined;
  if (!book || !found) throw new Refusal("not_found");
  return { book, role: found };
}
