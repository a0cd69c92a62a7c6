import type * as z from "zod/mini";
import { type Item, type Key, query } from "./client.ts";
import type { Collection } from "./collections.ts";

/** Which page of a list: at most so many items after a position. */
export interface PageOptions {
  limit: number;
  after?: string | undefined;
}

export interface Page<T> {
  items: T[];
  /** Where the next page begins, when there is one. */
  nextCursor?: string;
}

export interface Listing<T> extends PageOptions {
  collection: Collection;
  schema: z.ZodMiniType<T>;
  /** Where an item stands in the list, and the key of the item that stands there. */
  positionOf(item: T): string;
  keyAt(position: string): Key;
  newestFirst?: boolean;
  /** Read as it is now, where the list decides something. */
  strong?: boolean;
  range?: { from?: string | undefined; until?: string | undefined };
  /** What every position begins with. */
  begins?: string;
}

/** One page of a list. The partition always comes from the request, so a forged position reaches nothing new. */
export async function page<T>(list: Listing<T>): Promise<Page<T>> {
  const { newestFirst = false, strong = false, limit, after, range } = list;
  if (isBeyond(list)) return { items: [] };
  const { items, last } = await query(list.collection, {
    // One more than asked tells whether anything follows.
    limit: limit + 1,
    after: after === undefined ? undefined : list.keyAt(after),
    newestFirst,
    strong,
    ...range,
  });
  const found = items.slice(0, limit).map((item: Item) => list.schema.parse(item));
  const end = found.at(-1);
  const goesOn = items.length > limit || last !== undefined;
  return { items: found, ...(goesOn && end && { nextCursor: list.positionOf(end) }) };
}

/** True where nothing can follow: the span is empty, or the table would refuse to go on from outside it. */
export function isBeyond({
  after,
  begins = "",
  range,
}: Pick<Listing<unknown>, "after" | "begins" | "range">): boolean {
  const { from = "", until = range && "~" } = range ?? {};
  const lies = (position: string) =>
    position >= from && (!until || position <= until) && position.startsWith(begins);
  return (until !== undefined && from > until) || (after !== undefined && !lies(after));
}

/** One page out of several lists in the same order, each thing once: no further than every list has been read. */
export function mergedPage<T>(
  lists: readonly Page<T>[],
  limit: number,
  positionOf: (item: T) => string,
): Page<T> {
  const ends = lists.flatMap(({ nextCursor }) => (nextCursor === undefined ? [] : [nextCursor]));
  const end = ends.sort()[0];
  const all = new Map(lists.flatMap(({ items }) => items.map((item) => [positionOf(item), item])));
  const read = [...all.keys()].filter((position) => !end || position <= end).sort();
  const positions = read.slice(0, limit);
  const last = positions.at(-1);
  const goesOn = end !== undefined || read.length > limit;
  return {
    items: positions.map((position) => all.get(position) as T),
    ...(goesOn && last !== undefined && { nextCursor: last }),
  };
}

/** One page of what was read whole, sorted by position. */
export function chosenPage<T>(
  all: readonly T[],
  { limit, after = "" }: PageOptions,
  positionOf: (item: T) => string,
): Page<T> {
  const rest = all.filter((item) => positionOf(item) > after);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(rest.length > limit && last && { nextCursor: positionOf(last) }) };
}
