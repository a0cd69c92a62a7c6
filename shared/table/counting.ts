import * as client from "./client.ts";
import type { Collection } from "./collections.ts";

/** Nobody counts further for an answer. */
export const countedAtMost = 1000;

/** How many there are in a collection, up to a thousand unless said. */
export async function countOf(collection: Collection, most = countedAtMost) {
  let found = 0;
  let after: client.Key | undefined;
  do {
    const limit = most - found + 1;
    const { count, last } = await client.count(collection, { strong: true, limit, after });
    found += count;
    after = last;
  } while (after && found <= most);
  return found > most ? { count: most, more: true } : { count: found };
}
