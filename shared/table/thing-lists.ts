import * as z from "zod/mini";
import { lazy } from "../model/lazy.ts";
import { byBytes, folded, sortedName } from "../model/sorted-name.ts";
import type { Thing } from "../model/thing.ts";
import { inShard, shardOf, ulidOf } from "../model/thing-kind.ts";
import { type Collection, collections, indexKeyIn } from "./collections.ts";
import { mergedPage } from "./merged-page.ts";
import type { Page, PageOptions } from "./page.ts";
import { idIn, indexed, keys } from "./schema.ts";
import type { Owned } from "./thing-counters.ts";
import { byIds, ownedOf, StoredThing } from "./things.ts";

interface Listed extends PageOptions {
  /** The shards that the owner's things lie in: a page asks all of them at once. */
  shards: readonly string[];
  /** What names begin with, in any case and Unicode form. */
  q?: string | undefined;
}

/** A position by name is the sort key, which the id ends. */
const idAt = (position: string) => position.slice(position.lastIndexOf("#") + 1);

const byName = (collectionOf: (shard: string) => Collection) => ({
  order: byBytes,
  collectionOf,
  keyAt: (position: string, shard: string) => ({
    ...keys.thing({ thing: idAt(position) }),
    ...indexKeyIn(collectionOf(shard), position),
  }),
});

/** Names longer than what is sorted by are looked at again. */
const beginningWith = (page: Page<Thing>, q = "") => ({
  ...page,
  items: page.items.filter(({ name }) => folded(name).startsWith(folded(q))),
});

/** Things of an owner in the order of their names. */
export async function ofOwner(owned: Owned, { q = "", ...list }: Listed): Promise<Page<Thing>> {
  const start = sortedName(q);
  const page = await mergedPage({
    ...list,
    q: start,
    schema: StoredThing(),
    positionOf: (thing) =>
      indexed.thing({
        ...ownedOf(thing),
        shard: shardOf(thing.id),
        name: sortedName(thing.name),
        thing: thing.id,
      }).gsi1sk,
    ...byName((shard) => collections["things of an owner"]({ ...owned, shard, q: start })),
  });
  return beginningWith(page as Page<Thing>, q);
}

/** Things of an owner, those made last first. */
export const newestOf = (owned: Owned, list: Listed): Promise<Page<Thing>> =>
  newest(owned, list, StoredThing()) as Promise<Page<Thing>>;

/** An id out of a key: what nobody can read has one, too. */
const Known = lazy(() =>
  z.pipe(
    z.transform(({ pk }: { pk: string }) => ({ id: idIn(pk) })),
    z.object({ id: z.string() }),
  ),
);

/** The same, only their ids. */
export const idsOf = (owned: Owned, list: Listed): Promise<Page<{ id: string }>> =>
  newest(owned, list, Known());

const newest = <T extends { id: string }>(
  owned: Owned,
  list: Listed,
  schema: z.ZodMiniType<T>,
): Promise<Page<T>> => {
  const collectionOf = (shard: string) =>
    collections["newest things of an owner"]({ ...owned, shard });
  return mergedPage({
    ...list,
    schema,
    newestFirst: true,
    collectionOf,
    positionOf: ({ id }) => id,
    order: (one, other) => byBytes(ulidOf(other), ulidOf(one)),
    keyAt: (position, shard) => ({
      ...keys.thing({ thing: position }),
      ...indexKeyIn(collectionOf(shard), inShard(position, shard)),
    }),
  });
};

const Row = lazy(() => z.object({ thing: z.string(), gsi1sk: z.string() }));

/** What a list shows of the things in a group, in the order of their names. */
export function rowsOf(group: string, { q = "", ...list }: Listed) {
  const collectionOf = (shard: string) =>
    collections["things in a group"]({ group, shard, q: sortedName(q) });
  return mergedPage({
    ...list,
    q: sortedName(q),
    schema: Row(),
    positionOf: ({ gsi1sk }) => gsi1sk,
    ...byName(collectionOf),
    keyAt: (position, shard) => ({
      ...keys["thing in group"]({ thing: idAt(position), group }),
      ...indexKeyIn(collectionOf(shard), position),
    }),
  });
}

/** Things in a group in the order of their names, as they are now. */
export async function inGroup(group: string, list: Listed): Promise<Page<Thing>> {
  const { items, nextCursor } = await rowsOf(group, list);
  const found = await byIds(
    items.map(({ thing }) => thing),
    { strong: false },
  );
  const page = {
    items: found.filter(({ groups }) => groups.includes(group)),
    ...(nextCursor && { nextCursor }),
  };
  return beginningWith(page, list.q);
}
