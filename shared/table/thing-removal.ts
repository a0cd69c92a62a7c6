import type { Thing } from "../model/thing.ts";
import { shardOf } from "../model/thing-kind.ts";
import type { Write } from "./commit.ts";
import * as thingCounters from "./thing-counters.ts";
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
