import * as z from "zod/mini";
import type { CustomRoles, Level } from "./grant.ts";
import { Identifier } from "./id.ts";
import { lazy } from "./lazy.ts";
import { builtInIds, customerRoleOf, isBuiltIn } from "./role.ts";
import { NewRoleMapping, RoleMapping } from "./role-catalogue.ts";
import { name, prose, storedInstant } from "./text.ts";

/** Roles that one customer, or the platform, defines at most: they lie in one item. */
export const customRolesAtMost = 50;

const permissions = () => z.array(z.string().check(z.maxLength(64))).check(z.maxLength(100));

/** A role of a customer's own, or one that the platform has for projects, made of permissions of the catalogue. */
export const CustomRole = lazy(() =>
  z.object({
    id: z.string(),
    name: z.string(),
    description: z.optional(z.string()),
    permissions: z.array(z.string()),
    /** Of project roles: the higher, the more it lets one do. */
    rank: z.optional(z.int()),
    /** Of project roles: what it means in the cloud platforms behind. */
    mappings: z.optional(z.array(RoleMapping())),
    version: z.int(),
    /** When it came to give more than before, the last time. */
    widenedAt: z.optional(storedInstant()),
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
    description: z.optional(prose(255)),
    permissions: permissions(),
  }),
);

export type NewCustomRole = z.infer<ReturnType<typeof NewCustomRole>>;

/** A JSON merge patch (RFC 7396): null takes the description away. */
export const CustomRoleChange = lazy(() =>
  z.strictObject({
    name: z.optional(name()),
    description: z.nullish(prose(255)),
    permissions: z.optional(permissions()),
  }),
);

export type CustomRoleChange = z.infer<ReturnType<typeof CustomRoleChange>>;

const rank = () => z.int().check(z.minimum(0), z.maximum(1000));
const mappings = () => z.array(NewRoleMapping()).check(z.maxLength(10));

/** A project role to be made for the whole platform. What customer roles are called is taken, too: it would be mistaken for one. */
export const NewProjectRole = lazy(() =>
  z.strictObject({
    id: Identifier().check(
      z.refine(
        (id) => !isBuiltIn("project", id) && !isBuiltIn("customer", customerRoleOf(id)),
        "is a built-in role",
      ),
    ),
    name: name(50),
    description: z.optional(prose(255)),
    permissions: permissions().check(z.minLength(1)),
    rank: rank(),
    mappings: z._default(mappings(), []),
  }),
);

export type NewProjectRole = z.infer<ReturnType<typeof NewProjectRole>>;

/** A JSON merge patch (RFC 7396) of a project role. */
export const ProjectRoleChange = lazy(() =>
  z.strictObject({
    name: z.optional(name(50)),
    description: z.nullish(prose(255)),
    permissions: z.optional(permissions().check(z.minLength(1))),
    rank: z.optional(rank()),
    mappings: z.optional(mappings()),
  }),
);

export type ProjectRoleChange = z.infer<ReturnType<typeof ProjectRoleChange>>;

/** Every role that a customer defines, or the platform for projects. */
export const RoleBook = lazy(() =>
  z.object({
    owner: z.string(),
    roles: z.record(z.string(), CustomRole()),
    version: z.int(),
    /** How often one of them was given to somebody: counted with each grant, so no version of the book says it. */
    given: z.optional(z.int()),
  }),
);
export type RoleBook = z.infer<ReturnType<typeof RoleBook>>;

/** The roles of a customer's book, of the platform's and of those of the customers above, as decisions know them. */
export function definedIn(
  book: RoleBook | undefined,
  ofPlatform?: RoleBook | undefined,
  above: readonly RoleBook[] = [],
): CustomRoles {
  const inherited = above.flatMap(({ owner, roles }) =>
    Object.entries(roles).map(([id, role]) => [`${id}@${owner}`, role] as const),
  );
  const books = [...(book ? [book] : []), ...above];
  return {
    ...(books.length > 0 && {
      customer: { ...book?.roles, ...Object.fromEntries(inherited) },
      versions: Object.fromEntries(books.map(({ owner, version }) => [owner, version])),
    }),
    ...(ofPlatform && { project: ofPlatform.roles }),
  };
}

/** Built-in roles come first, then the others, in the order of their ids. */
export const orderOf = (level: Level, id: string) => {
  const place = (builtInIds[level] as readonly string[]).indexOf(id);
  return place < 0 ? `~${id}` : String(place);
};

const isSame = (one: RoleMapping, other: RoleMapping) =>
  one.platform === other.platform &&
  one.landingZone === other.landingZone &&
  one.platformRole === other.platformRole;

/** What a role gives more than it did before: permissions, a higher rank, further mappings. */
export function widenedBy(before: CustomRole, after: CustomRole) {
  const permissions = after.permissions.filter((one) => !before.permissions.includes(one));
  const known = before.mappings ?? [];
  const mappings = (after.mappings ?? []).filter((one) => !known.some((it) => isSame(one, it)));
  const isHigher = (after.rank ?? 0) > (before.rank ?? 0);
  return {
    ...(permissions.length > 0 && { permissions }),
    ...(isHigher && { rank: after.rank }),
    ...(mappings.length > 0 && { mappings }),
  };
}

/** What people agree to who agree to roles of a book: each as it was made, or came to give more the last time. One that is made anew under the same id is another one. */
export const definitionsOf = (roles: readonly string[], book: RoleBook | undefined) =>
  roles.flatMap((role) => {
    const found = book && Object.hasOwn(book.roles, role) ? book.roles[role] : undefined;
    return found ? [`${role} as of ${found.widenedAt ?? found.createdAt}`] : [];
  });
