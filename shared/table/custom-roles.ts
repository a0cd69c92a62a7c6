import type { CustomerBinding } from "../model/binding.ts";
import { definedIn, RoleBook } from "../model/custom-role.ts";
import type { CustomRoles } from "../model/grant.ts";
import { platform } from "../model/id.ts";
import { definersOf, type GroupGives } from "../model/joining.ts";
import { isBuiltIn, roleNameOf } from "../model/role.ts";
import { groupsAt, type User } from "../model/user.ts";
import { get, getMany } from "./client.ts";
import { absent, type Write } from "./commit.ts";
import { parsing } from "./parsing.ts";
import { keys } from "./schema.ts";

export const parse = parsing(RoleBook);

/** The roles that a customer defines, or the platform for projects, as they are now. */
export const read = async (owner: string) => parse(await get(keys["custom roles"]({ owner })));

/** The books of some customers and the platform, by whose they are. */
export async function readAt(owners: readonly string[]) {
  const items = await getMany(owners.map((owner) => keys["custom roles"]({ owner })));
  return new Map(items.flatMap((item) => parse(item) ?? []).map((book) => [book.owner, book]));
}

/** The books that define what groups hold; nothing is read where all of it is built in. */
export async function defining(
  groups: readonly GroupGives[],
): Promise<ReadonlyMap<string, RoleBook>> {
  const owners = [...new Set(groups.flatMap(definersOf))];
  return owners.length > 0 ? readAt(owners) : new Map();
}

/** Roles that are known at a customer, and all that the customers above define: nothing is read where there are none. */
export async function withAbove(
  known: CustomRoles,
  above: readonly string[],
): Promise<CustomRoles> {
  if (above.length === 0) return known;
  const books = await readAt(above);
  const inherited = definedIn(undefined, undefined, [...books.values()]);
  return {
    ...known,
    customer: { ...known.customer, ...inherited.customer },
    versions: { ...known.versions, ...inherited.versions },
  };
}

/** The platform's book where one of these project roles may be defined in it; nothing is read otherwise. */
export const forProjects = async (roles: readonly string[]) =>
  roles.some((role) => !isBuiltIn("project", role)) ? read(platform) : undefined;

/** True where what somebody may do on a customer can hang on roles that it defines. What groups hold is not known yet, so they may hold any. */
export const mayMatter = (
  user: User | undefined,
  binding: CustomerBinding | undefined,
  customer = "",
) =>
  (user !== undefined && groupsAt(user, customer).length > 0) ||
  Object.keys(binding?.roles ?? {}).some((role) => !isBuiltIn("customer", role));

/** Replaces the book, on condition of its version; the first one where none was. */
export const replace = (book: RoleBook, expected: number): Write => ({
  do: "put",
  key: keys["custom roles"](book),
  item: {
    ...book,
    // In an object, a role that is called `constructor` would be taken for the class of it all.
    roles: new Map(Object.entries(book.roles)),
    kind: "custom roles",
    ...keys["custom roles"](book),
  },
  ...(expected === 0 ? { when: absent } : onVersion(expected)),
  orElse: "outdated",
});

const onVersion = (version: number) => ({
  when: "version = :version",
  values: { ":version": version },
});

/** Checks that none of its roles was given to anybody since the book was read. */
export const nothingGivenSince = ({ owner, given }: RoleBook): Write => ({
  do: "check",
  key: keys["custom roles"]({ owner }),
  when: given === undefined ? "attribute_not_exists(given)" : "given = :given",
  ...(given !== undefined && { values: { ":given": given } }),
  orElse: "outdated",
});

/** Checks that no role of the customer was redefined. */
export const unchanged = (customer: string, version: number): Write => ({
  do: "check",
  key: keys["custom roles"]({ owner: customer }),
  ...onVersion(version),
  orElse: "outdated",
});

/** The same of a book that was read because something hangs on it. */
export const mustBeAsRead = (book: RoleBook | undefined): Write[] =>
  book ? [unchanged(book.owner, book.version)] : [];

/** The same of every customer whose own roles are given at one. */
export const stayAsKnown = (
  roles: readonly string[],
  customer: string,
  { versions = {} }: CustomRoles,
): Write[] => {
  const owners = roles.flatMap((role) =>
    isBuiltIn("customer", role) ? [] : [roleNameOf(role).owner ?? customer],
  );
  return [...new Set(owners)].flatMap((owner) => {
    const { [owner]: version } = versions;
    return version === undefined ? [] : [unchanged(owner, version)];
  });
};

/** Checks that no role of the customer was defined or redefined since its book was read, or found missing. */
export const isAsRead = (owner: string, book: RoleBook | undefined): Write =>
  book
    ? unchanged(owner, book.version)
    : {
        do: "check",
        key: keys["custom roles"]({ owner }),
        when: absent,
        orElse: "outdated",
      };
