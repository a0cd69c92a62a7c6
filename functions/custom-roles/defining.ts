import type { Decision } from "../../shared/access/decide.ts";
import { allPermissions, type Permission } from "../../shared/access/permissions.ts";
import type { RoleBook } from "../../shared/model/custom-role.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { Making } from "./asking.ts";

/** The permissions of a role, in the order of the catalogue: refuses what such roles cannot hold. */
export function composed(
  asked: readonly string[],
  { level, choices, always }: Pick<Making, "level" | "choices" | "always">,
): Permission[] {
  const errors = asked.flatMap((permission, i) =>
    choices.includes(permission as Permission)
      ? []
      : [
          {
            pointer: `/permissions/${i}`,
            message: `${permission} is nothing a ${level}'s role can hold`,
          },
        ],
  );
  if (errors.length > 0)
    throw new Refusal("invalid", `A ${level}'s role is made of other permissions.`, { errors });
  return allPermissions.filter((one) => always.includes(one) || asked.includes(one));
}

/** Refuses what the maker adds to a role of a customer's own without holding it. */
export function refuseLacking(
  wanted: readonly Permission[],
  before: readonly string[],
  { allows }: Decision,
): void {
  const lacking = wanted.filter((one) => !before.includes(one) && !allows(one));
  if (lacking.length > 0)
    throw new Refusal("forbidden", `You cannot put in what you lack: ${lacking.join(", ")}.`);
}

/** The book with one role more, or with another version of it. */
export function withRole(
  book: RoleBook | undefined,
  owner: string,
  role: RoleBook["roles"][string],
): RoleBook {
  const { roles = {}, version = 0 } = book ?? {};
  return { ...book, owner, roles: { ...roles, [role.id]: role }, version: version + 1 };
}

/** The role that a path names; built-in ones cannot be changed. */
export function customIn(book: RoleBook | undefined, id: string) {
  const found = book && Object.hasOwn(book.roles, id) ? book.roles[id] : undefined;
  if (!book || !found) throw new Refusal("not_found");
  return { book, role: found };
}
