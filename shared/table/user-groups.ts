import { ownerOf } from "../model/id.ts";
import { Refusal } from "../model/refusal.ts";
import { StoredUserGroup, type UserGroup } from "../model/user-group.ts";
import { get, getMany } from "./client.ts";
import { collections } from "./collections.ts";
import { add, present, type Write } from "./commit.ts";
import { holding } from "./holding.ts";
import { type PageOptions, page } from "./page.ts";
import { parsing } from "./parsing.ts";
import { indexed, keys } from "./schema.ts";
import { stale } from "./stale.ts";

export const parse = parsing(StoredUserGroup);

export const byId = async (group: string) => parse(await get(keys["user group"]({ group })));

/** Groups as they are now, in the order asked; unknown ones are left out. */
export async function byIds(ids: readonly string[]): Promise<StoredUserGroup[]> {
  const items = await getMany(ids.map((group) => keys["user group"]({ group })));
  return items.flatMap((item) => parse(item) ?? []);
}

const itemOf = (group: StoredUserGroup) => ({
  ...group,
  kind: "user group",
  v: 1,
  ...keys["user group"]({ group: group.id }),
  ...indexed["user group"]({ owner: ownerOf(group), identifier: group.identifier }),
  ...(group.platformRoles && indexed.admin({ user: group.id })),
});

const identifierKeyOf = (group: UserGroup) =>
  keys["group identifier"]({ owner: ownerOf(group), identifier: group.identifier });

/** A new group, and the item that keeps its identifier unique. */
export const create = (group: UserGroup): Write[] => [
  add({ ...itemOf(group), ...stale(group.id, new Date(group.createdAt)) }, "outdated"),
  add(
    { ...identifierKeyOf(group), kind: "group identifier", group: group.id },
    new Refusal("identifier_taken", `There is already a group ${group.identifier}.`, {
      errors: [{ pointer: "/identifier", message: "is taken" }],
    }),
  ),
];

/** Replaces a group, on condition of its version. What lists show of it and what it is found by is then copied by the worker. */
export const replace = (group: StoredUserGroup, expected: number, now: Date): Write => ({
  do: "put",
  key: keys["user group"]({ group: group.id }),
  item: { ...itemOf(group), ...stale(group.id, now) },
  when: "version = :expected",
  values: { ":expected": expected },
  orElse: "outdated",
});

/** Takes a group away; its identifier is free again, its id never. */
export const remove = (group: UserGroup): Write[] => [
  {
    do: "delete",
    key: keys["user group"]({ group: group.id }),
    when: "version = :expected",
    values: { ":expected": group.version },
    orElse: "outdated",
  },
  { do: "delete", key: identifierKeyOf(group) },
];

/** Checks that a group is still there: whatever is given to it or through it hangs on that. */
export const stands = (group: string): Write => ({
  do: "check",
  key: keys["user group"]({ group }),
  when: present,
  orElse: "not_found",
});

/** Notes that a group that is still there is given roles where it held none: whoever deletes it, or puts somebody into it, looks again. */
export const holdsMore = (group: string): Write => ({
  do: "update",
  key: keys["user group"]({ group }),
  when: present,
  orElse: "not_found",
  set: "SET version = version + :one",
  values: { ":one": 1 },
});

/** Checks that a group is just as it was read. */
export const isAsRead = ({ id, version }: UserGroup): Write => ({
  do: "check",
  key: keys["user group"]({ group: id }),
  when: "version = :version",
  values: { ":version": version },
  orElse: "outdated",
});

/** Checks that a group still holds the platform roles that allow an act. */
export const stillHolds = (group: string, roles: readonly string[], now: Date): Write => ({
  do: "check",
  key: keys["user group"]({ group }),
  ...holding("platformRoles", roles, now),
  orElse: "forbidden",
});

/** Where a group stands among those of its customer, or of the platform. */
export const positionOf = ({ identifier, id }: UserGroup) => `${identifier}.${id}`;

/** Groups of a customer or of the platform, in the order of their identifiers. */
export const ofOwner = (owner: string, options: PageOptions) =>
  page({
    ...options,
    collection: collections["groups of an owner"]({ owner }),
    schema: StoredUserGroup(),
    positionOf,
    keyAt: (position) => {
      const [identifier = "", group = ""] = position.split(".");
      return {
        ...keys["user group"]({ group }),
        ...indexed["user group"]({ owner, identifier }),
      };
    },
  });

/** The group of a customer that has an identifier, as it is now. */
export async function byIdentifier(owner: string, identifier: string) {
  const item = await get(keys["group identifier"]({ owner, identifier }));
  return item && byId(String(item.group));
}
