import { type Item, type Key, query } from "../../../shared/table/client.ts";
import type { Collection } from "../../../shared/table/collections.ts";
import type { Part } from "../kind.ts";

/** Something of a closed customer that is to go. */
export interface Gone {
  id: string;
  customer: string;
}

/** One page of what is to go. */
export interface Found<G extends Gone> {
  things: G[];
  /** Where the next page begins, when there may be one. */
  next?: string | undefined;
}

/** One sort of what belongs to a customer: how it is found, page by page, and how it goes. */
export interface Cleaner<G extends Gone = Gone> {
  name: string;
  find(customer: string, after: string | undefined): Promise<Found<G>>;
  part: Part<G>;
}

/** Declares a cleaner, whatever it finds. */
// biome-ignore lint/suspicious/noExplicitAny: each cleaner has things of its own
export const cleaner = <G extends Gone>(one: Cleaner<G>): Cleaner<any> => one;

const pageSize = 100;

/** Those who may have a role on a thousand projects each, on one page: all of it goes within a step. */
export const membersAtOnce = 25;

/** One page of items as they lie in the table: what nobody can read must go, too. */
export async function rowsOf(
  collection: Collection,
  after: string | undefined,
  limit = pageSize,
): Promise<{ items: Item[]; next: string | undefined }> {
  const from = after === undefined ? undefined : (JSON.parse(after) as Key);
  const { items, last } = await query(collection, { strong: true, limit, after: from });
  return { items, next: last && JSON.stringify(last) };
}

/** The same as things that are to go. */
export async function pageOf<G extends Gone>(
  collection: Collection,
  after: string | undefined,
  goneOf: (item: Item) => G,
): Promise<Found<G>> {
  const { items, next } = await rowsOf(collection, after);
  return { things: items.map(goneOf), next };
}

/** Looks through several collections, one after the other. */
export async function inTurn<G extends Gone>(
  collections: readonly Collection[],
  after: string | undefined,
  goneOf: (item: Item, i: number) => G[],
  limit?: number,
): Promise<Found<G>> {
  const [i = 0, from] = after === undefined ? [] : (JSON.parse(after) as [number, string?]);
  const collection = collections[i];
  if (!collection) return { things: [] };
  const { items, next } = await rowsOf(collection, from ?? undefined, limit);
  const things = items.flatMap((item) => goneOf(item, i));
  if (next !== undefined) return { things, next: JSON.stringify([i, next]) };
  return i + 1 < collections.length ? { things, next: JSON.stringify([i + 1]) } : { things };
}
