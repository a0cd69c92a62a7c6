import type { Thing } from "../model/thing.ts";
import { shardOf } from "../model/thing-kind.ts";
import { commit, Outdated, type Write } from "./commit.ts";
import * as thingCounters from "./thing-counters.ts";
import * as thingLists from "./thing-lists.ts";
import * as things from "./things.ts";

/** Actions of one transaction, without the counter and an event. */
const actions = 96;

/** Things of one shard each, as many as one transaction takes away with their places in groups. */
export function chunksOf(all: readonly Thing[]): Thing[][] {
  const chunks: Thing[][] = [];
  for (const some of Map.groupBy(all, ({ id }) => shardOf(id)).values()) {
    let left = 0;
    for (const thing of some) {
      const needed = 1 + thing.groups.length;
      if (needed > left) {
        chunks.push([]);
        left = actions;
      }
      chunks.at(-1)?.push(thing);
      left -= needed;
    }
  }
  return chunks;
}

/** Takes away things of one shard, as they were read, and counts them no more. */
export const removal = (owned: thingCounters.Owned, chunk: readonly Thing[]): Write[] => [
  ...chunk.flatMap(things.remove),
  thingCounters.count(owned, shardOf(chunk[0]?.id ?? ""), -chunk.length),
];

/** Takes away some things of an owner and a kind: what closing a customer does page by page, as often as it is asked. Answers how many went; none is left when it finds none. */
export async function removeSome(
  owned: thingCounters.Owned,
  { limit, deadline }: { limit: number; deadline: Date },
): Promise<{ removed: number; found: number }> {
  const counters = await thingCounters.of(owned);
  const shards = counters.map(({ shard }) => shard);
  const { items } = await thingLists.newestOf(owned, { limit, shards });
  const removed = await Promise.all(chunksOf(items).map((chunk) => take(owned, chunk, deadline)));
  return { removed: removed.reduce((sum, some) => sum + some, 0), found: items.length };
}

/** What a list shows may have changed or gone since. */
async function take(owned: thingCounters.Owned, chunk: Thing[], deadline: Date): Promise<number> {
  let left = chunk;
  while (left.length > 0) {
    try {
      await commit(removal(owned, left), deadline, { plansAnew: true });
      return left.length;
    } catch (error) {
      if (!(error instanceof Outdated) || new Date() > deadline) throw error;
      const now = await things.byIds(left.map(({ id }) => id));
      left = now.filter((thing) => things.ownedOf(thing).owner === owned.owner);
    }
  }
  return 0;
}
