import { seeded } from "../random.ts";
import { itemOf } from "./lanes.ts";
import type { Entry } from "./progress.ts";

/** What a test asks of a stream: changes of different items in any order, and … */
export type StreamFaults = {
  seed: number;
  /** … the share of items whose changes come again, from any of them on; */
  repeated?: number;
  /** … or nothing at all: what is left is the sweep. */
  lost?: boolean;
};

/** Rearranges what was read together, in one way per seed; without faults leaves it alone. */
export function arrangement(faults?: StreamFaults): (entries: Entry[]) => Entry[] {
  if (!faults) return (entries) => entries;
  const random = seeded(faults.seed);
  const below = (bound: number) => Math.floor(random() * bound);
  return (entries) => {
    if (faults.lost) return [];
    const items = [...Map.groupBy(entries, ({ record }) => itemOf(record.dynamodb.Keys)).values()];
    const due = items.map((changes) => {
      const again = random() < (faults.repeated ?? 0) ? changes.slice(below(changes.length)) : [];
      return [...changes, ...again];
    });
    const arranged: Entry[] = [];
    while (due.length > 0) {
      const index = below(due.length);
      const next = due[index]?.shift();
      if (next) arranged.push(next);
      else due.splice(index, 1);
    }
    return arranged;
  };
}
