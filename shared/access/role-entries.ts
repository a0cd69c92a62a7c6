import type { CustomRole, RoleBook } from "../model/custom-role.ts";
import type { Level } from "../model/grant.ts";
import { builtInRoles } from "./roles.ts";

/** A role that is not built in, as it is answered. */
export const entryOf = (level: Level, { permissions, ...role }: CustomRole) => ({
  level,
  builtIn: false,
  id: role.id,
  name: role.name,
  description: role.description,
  version: role.version,
  rank: role.rank,
  mappings: role.mappings,
  permissions: [...permissions].sort(),
});

/** Every role that may be held at a level: the built-in ones, then those of the book in the order of their ids. */
export const entriesOf = (level: Level, book: RoleBook | undefined) => [
  ...Object.entries(builtInRoles[level]).map(([id, { name, rank, permissions }]) => ({
    level,
    builtIn: true,
    id,
    name,
    rank,
    permissions: permissions.toSorted(),
  })),
  ...Object.values(book?.roles ?? {})
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .map((role) => entryOf(level, role)),
];
