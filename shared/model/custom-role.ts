import * as z from "zod/mini";
import type { CustomRoles } from "./grant.ts";
import { Identifier } from "./id.ts";
import { lazy } from "./lazy.ts";
import { customerRoleIds, customerRoleOf, isBuiltIn } from "./role.ts";
import { name, prose, storedInstant } from "./text.ts";

/** Roles that one customer defines at most: they lie in one item. */
export const customRolesAtMost = 50;

const permissions = () => z.array(z.string().check(z.maxLength(64))).check(z.maxLength(100));

/** A role of a customer's own, made of permissions of the catalogue. */
export const CustomRole = lazy(() =>
  z.object({
    id: z.string(),
    name: z.string(),
    description: z.optional(z.string()),
    permissions: z.array(z.string()),
    version: z.int(),
    createdAt: storedInstant(),
    updatedAt: storedInstant(),
  }),
);
export type CustomRole = z.infer<ReturnType<typeof CustomRole>>;

/** A role to be made. Built-in ids and what they are called elsewhere are taken. */
export const NewCustomRole = lazy(() =>
  z.strictObject({
    id: Identifier().check(
      z.refine((id) => !isBuiltIn("customer", customerRoleOf(id)), "is a built-in role"),
    ),
    name: name(),
    description: z.optional(prose(2000)),
    permissions: permissions(),
  }),
);

/** A JSON merge patch (RFC 7396): null takes the description away. */
export const CustomRoleChange = lazy(() =>
  z.strictObject({
    name: z.optional(name()),
    description: z.nullish(prose(2000)),
    permissions: z.optional(permissions()),
  }),
);

/** Every role that a customer defines. One that is `retiring` is about to go: nobody is given it any more. */
export const RoleBook = lazy(() =>
  z.object({
    customer: z.string(),
    roles: z.record(z.string(), z.extend(CustomRole(), { retiring: z.optional(z.boolean()) })),
    version: z.int(),
  }),
);
export type RoleBook = z.infer<ReturnType<typeof RoleBook>>;

/** The roles of a book as decisions know them. */
export const definedIn = (book: RoleBook | undefined): CustomRoles =>
  book ? { customer: book.roles, version: book.version } : {};

/** Built-in customer roles come first, then those of the customer, in the order of their ids. */
export const orderOf = (id: string) => {
  const place = (customerRoleIds as readonly string[]).indexOf(id);
  return place < 0 ? `~${id}` : String(place);
};
