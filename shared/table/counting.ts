import { type Key, query } from "./client.ts";
import type { Collection } from "./collections.ts";

/** Nobody counts further. */
export const countedAtMost = 1000;

/** How many there are in a collection, up to a thousand. */
export async function countOf(collection: Collection) {
  let count = 0;
  let after: Key | undefined;
  do {
    const limit = countedAtMost - count + 1;
    const { items, last } = await query(collection, { strong: true, limit, after });
    count += items.length;
    after = last;
  } while (after && count <= countedAtMost);
  return count > countedAtMost ? { count: countedAtMost, more: true } : { count };
}
