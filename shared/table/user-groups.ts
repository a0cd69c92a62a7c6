import { Refusal } from "../model/refusal.ts";
import { UserGroup } from "../model/user-group.ts";
import { get, getMany, type Item } from "./client.ts";
import { collections } from "./collections.ts";
import { add, present, type Write } from "./commit.ts";
import { type PageOptions, page } from "./page.ts";
import { indexed, keys } from "./schema.ts";
import { stale } from "./stale.ts";

export const parse = (item: Item | undefined): UserGroup | undefined =>
  item && UserGroup().parse(item);

export const byId = async (group: string) => parse(await get(keys["user group"]({ group })));

/** Groups as they are now, in the order asked; unknown ones are left out. */
export async function byIds(ids: readonly string[]): Promise<UserGroup[]> {
  const items = await getMany(ids.map((group) => keys["user group"]({ group })));
  return items.flatMap((item) => parse(item) ?? []);
}

const itemOf = (group: UserGroup) => ({
  ...group,
  kind: "user group",
  v: 1,
  ...keys["user group"]({ group: group.id }),
  ...indexed["user group"](group),
});

/** A new group, and the item that keeps its identifier unique. */
export const create = (group: UserGroup): Write[] => [
  add({ ...itemOf(group), ...stale(group.id, new Date(group.createdAt)) }, "outdated"),
  add(
    { ...keys["group identifier"](group), kind: "group identifier", group: group.id },
    new Refusal("identifier_taken", `The customer already has a group ${group.identifier}.`, {
      errors: [{ pointer: "/identifier", message: "is taken" }],
    }),
  ),
];

/** Replaces a group, on condition of its version. What lists show of it and what it is found by is then copied by the worker. */
export const replace = (group: UserGroup, expected: number, now: Date): Write => ({
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
  { do: "delete", key: keys["group identifier"](group) },
];

/** Checks that a group is still there: whatever is given to it or through it hangs on that. */
export const stands = (group: string): Write => ({
  do: "check",
  key: keys["user group"]({ group }),
  when: present,
  orElse: new Refusal("not_found"),
});

/** Where a group stands among those of its customer. */
export const positionOf = ({ identifier, id }: UserGroup) => `${identifier}.${id}`;

/** Groups of a customer, in the order of their identifiers. */
export const ofCustomer = (customer: string, options: PageOptions) =>
  page({
    ...options,
    collection: collections["groups of a customer"]({ customer }),
    schema: UserGroup(),
    positionOf,
    keyAt: (position) => {
      const [identifier = "", group = ""] = position.split(".");
      return {
        ...keys["user group"]({ group }),
        ...indexed["user group"]({ customer, identifier }),
      };
    },
  });
