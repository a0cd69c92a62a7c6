import * as z from "zod/mini";
import { ownerOf } from "../model/id.ts";
import { lazy } from "../model/lazy.ts";
import { sortedName } from "../model/sorted-name.ts";
import { Thing } from "../model/thing.ts";
import { kindOfThing, shardOf } from "../model/thing-kind.ts";
import { get, getMany, type Item } from "./client.ts";
import { absent, add, present, type Write } from "./commit.ts";
import { indexed, keys } from "./schema.ts";
import type { Owned } from "./thing-counters.ts";

/** A thing as stored. Its attributes are text: numbers and names in them are not the table's business. */
export const StoredThing = lazy(() =>
  z.extend(Thing(), {
    attributes: z.optional(
      z.pipe(
        z.string(),
        z.transform((text) => JSON.parse(text)),
      ),
    ),
  }),
);

const parse = (item: Item | undefined): Thing | undefined =>
  item && (StoredThing().parse(item) as Thing);

/** The owner and the kind that a thing is listed and counted under. */
export const ownedOf = (thing: Pick<Thing, "id" | "customer">): Owned => ({
  owner: ownerOf(thing),
  things: kindOfThing(thing.id),
});

export const byId = async (thing: string) => parse(await get(keys.thing({ thing })));

/** Things as they are now, or nearly, in the order asked; unknown ones are left out. */
export async function byIds(ids: readonly string[], { strong = true } = {}): Promise<Thing[]> {
  const items = await getMany(
    ids.map((thing) => keys.thing({ thing })),
    { strong },
  );
  return items.flatMap((item) => parse(item) ?? []);
}

const itemOf = (thing: Thing) => ({
  ...thing,
  ...(thing.attributes && { attributes: JSON.stringify(thing.attributes) }),
  kind: "thing",
  v: 1,
  ...keys.thing({ thing: thing.id }),
  ...indexed.thing({
    ...ownedOf(thing),
    shard: shardOf(thing.id),
    name: sortedName(thing.name),
    thing: thing.id,
  }),
});

/** A thing as it was read. */
const asRead = ({ version }: Pick<Thing, "version">) => ({
  when: "version = :expected",
  values: { ":expected": version },
  orElse: "outdated" as const,
});

const rowOf = (thing: Thing, group: string) => {
  const key = keys["thing in group"]({ thing: thing.id, group });
  return {
    ...key,
    kind: "thing in group",
    thing: thing.id,
    group,
    ...indexed["thing in group"]({
      group,
      shard: shardOf(thing.id),
      name: sortedName(thing.name),
      thing: thing.id,
    }),
  };
};

const joins = (thing: Thing, group: string): Write => {
  const item = rowOf(thing, group);
  return { do: "put", key: { pk: item.pk, sk: item.sk }, item };
};

const leaves = (thing: string, group: string): Write => ({
  do: "delete",
  key: keys["thing in group"]({ thing, group }),
});

/** A new thing, in its groups. */
export const create = (thing: Thing): Write[] => [
  add(itemOf(thing), "outdated"),
  ...thing.groups.map((group) => joins(thing, group)),
];

/** Puts a thing in the place of what was read: it leaves and joins groups, and the lists of those it stays in show its name. */
export function replace(changed: Thing, read: Thing): Write[] {
  const isRenamed = sortedName(changed.name) !== sortedName(read.name);
  const kept = (group: string) => read.groups.includes(group) && !isRenamed;
  return [
    { do: "put", key: keys.thing({ thing: changed.id }), item: itemOf(changed), ...asRead(read) },
    ...changed.groups.filter((group) => !kept(group)).map((group) => joins(changed, group)),
    ...read.groups
      .filter((group) => !changed.groups.includes(group))
      .map((group) => leaves(read.id, group)),
  ];
}

/** Takes a thing away, out of all its groups. */
export const remove = (thing: Thing): Write[] => [
  { do: "delete", key: keys.thing({ thing: thing.id }), ...asRead(thing) },
  ...thing.groups.map((group) => leaves(thing.id, group)),
];

/** Takes away what a list still shows of a thing in a group that it is not in. */
export const forgetIn = (thing: string, group: string): Write => leaves(thing, group);

/** Checks that a group is still there: a thing that joins it then is taken out again when it goes. */
export const groupStands = (group: string): Write => ({
  do: "check",
  key: keys["thing group"]({ group }),
  when: present,
  orElse: "outdated",
});

/** Checks that a group is gone and was not made again: nothing joins it then. */
export const groupIsGone = (group: string): Write => ({
  do: "check",
  key: keys["thing group"]({ group }),
  when: absent,
  orElse: "outdated",
});
