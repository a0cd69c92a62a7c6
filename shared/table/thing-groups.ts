import { ownerOf } from "../model/id.ts";
import { Refusal } from "../model/refusal.ts";
import { sortedName } from "../model/sorted-name.ts";
import { StoredThingGroup } from "../model/thing-group.ts";
import { get, getMany, type Item } from "./client.ts";
import { collections } from "./collections.ts";
import { add, type Write } from "./commit.ts";
import { type PageOptions, page } from "./page.ts";
import { indexed, keys } from "./schema.ts";
import type { Owned } from "./thing-counters.ts";

const parse = (item: Item | undefined): StoredThingGroup | undefined =>
  item && StoredThingGroup().parse(item);

export const byId = async (group: string) => parse(await get(keys["thing group"]({ group })));

/** Groups as they are now; unknown ones are left out. */
export async function byIds(ids: readonly string[]): Promise<StoredThingGroup[]> {
  const items = await getMany(ids.map((group) => keys["thing group"]({ group })));
  return items.flatMap((item) => parse(item) ?? []);
}

/** True of a group for things of an owner and a kind. */
export const isFor = (group: StoredThingGroup, { owner, things }: Owned) =>
  ownerOf(group) === owner && group.things === things;

const placeOf = (group: StoredThingGroup) =>
  indexed["thing group"]({
    owner: ownerOf(group),
    things: group.things,
    name: sortedName(group.name),
    group: group.id,
  });

const itemOf = (group: StoredThingGroup) => ({
  ...group,
  kind: "thing group",
  v: 1,
  ...keys["thing group"]({ group: group.id }),
  ...placeOf(group),
});

/** A new group. Only one with an external id can be there already. */
export const create = (group: StoredThingGroup): Write =>
  add(
    itemOf(group),
    group.externalId === undefined
      ? "outdated"
      : new Refusal("identifier_taken", `There is already a group ${group.externalId}.`, {
          errors: [{ pointer: "/externalId", message: "is taken" }],
          about: { thingGroup: group.id },
        }),
  );

const asRead = ({ version }: StoredThingGroup) => ({
  when: "version = :expected",
  values: { ":expected": version },
  orElse: "outdated" as const,
});

/** Puts a group in the place of what was read. */
export const replace = (changed: StoredThingGroup, read: StoredThingGroup): Write => ({
  do: "put",
  key: keys["thing group"]({ group: read.id }),
  item: itemOf(changed),
  ...asRead(read),
});

/** Takes a group away; what was in it leaves it after that. */
export const remove = (group: StoredThingGroup): Write => ({
  do: "delete",
  key: keys["thing group"]({ group: group.id }),
  ...asRead(group),
});

/** Groups of an owner for things of a kind, in the order of their names. */
export function ofOwner(owned: Owned, { q = "", ...options }: PageOptions & { q?: string }) {
  const collection = collections["groups of things"]({ ...owned, q: sortedName(q) });
  return page({
    ...options,
    collection,
    schema: StoredThingGroup(),
    positionOf: (group) => placeOf(group).gsi1sk,
    keyAt: (position) => {
      const group = position.slice(position.lastIndexOf("#") + 1);
      return { ...keys["thing group"]({ group }), gsi1pk: collection.pk, gsi1sk: position };
    },
    begins: sortedName(q),
  });
}
