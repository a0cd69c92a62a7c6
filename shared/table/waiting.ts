import { type Key, query } from "./client.ts";
import { collections } from "./collections.ts";
import { type DueKind, dueShards } from "./due.ts";

/** At most this many of a shard in one sweep: the next one finds the rest. */
const atOnce = 200;

/** The keys of everything of one kind that has waited too long. */
export async function waiting(kind: DueKind, now: Date): Promise<Key[]> {
  const shards = Array.from({ length: dueShards }, async (_, shard) => {
    const collection = collections["what has waited too long"];
    const range = { kind, shard: String(shard), now: now.toISOString() };
    return (await query(collection(range), { limit: atOnce })).items;
  });
  return (await Promise.all(shards))
    .flat()
    .map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
}
