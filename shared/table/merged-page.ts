import { type Key, query } from "./client.ts";
import type { Collection } from "./collections.ts";
import { isBeyond, type Listing, type Page } from "./page.ts";
import { shardsOfLists } from "./schema.ts";

/** A list whose items lie in several shards, each in the order of the whole. */
interface MergedListing<T>
  extends Pick<Listing<T>, "limit" | "after" | "schema" | "positionOf" | "newestFirst" | "range"> {
  /** Those of the lists of all people, all customers and all projects, unless said. */
  shards?: readonly string[];
  /** The order of positions; that of `<` unless said. */
  order?: (one: string, other: string) => number;
  /** What every position begins with. */
  q?: string | undefined;
  collectionOf(shard: string): Collection;
  /** The key at a position of a shard, whether or not the item there is one of that shard. */
  keyAt(position: string, shard: string): Key;
}

/** One page of a list over all its shards, asked at once: each for a whole page, since all that comes next may lie in one of them. */
export async function mergedPage<T>(list: MergedListing<T>): Promise<Page<T>> {
  const { limit, after, q: begins, range, schema, positionOf } = list;
  const { shards = shardsOfLists, order = plainly } = list;
  if (isBeyond({ after, begins, range })) return { items: [] };
  const parts = await Promise.all(
    shards.map(async (shard) => {
      const { items, last } = await partOf(list, shard);
      const found = items.map((item) => schema.parse(item));
      const end = last && found.at(-1);
      return { found, end: end && positionOf(end) };
    }),
  );
  // Beyond the end of a part that goes on, what comes next may be what was not read of it.
  const ends = parts.flatMap(({ end }) => end ?? []);
  const known = parts
    .flatMap(({ found }) => found)
    .filter((item) => ends.every((end) => order(positionOf(item), end) <= 0))
    .sort((one, other) => order(positionOf(one), positionOf(other)));
  const items = known.slice(0, limit);
  const last = items.at(-1);
  const goesOn = known.length > limit || ends.length > 0;
  return { items, ...(goesOn && last && { nextCursor: positionOf(last) }) };
}

const plainly = (one: string, other: string) => (one < other ? -1 : Number(one > other));

const partOf = <T>(
  { limit, after, collectionOf, keyAt, newestFirst, range }: MergedListing<T>,
  shard: string,
) =>
  query(collectionOf(shard), {
    limit: limit + 1,
    after: after === undefined ? undefined : keyAt(after, shard),
    ...(newestFirst && { newestFirst }),
    ...range,
  });
