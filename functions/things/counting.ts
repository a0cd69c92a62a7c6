import { defaultQuota } from "../../shared/lambda/things.ts";
import { kindsOfThings, type ThingKind } from "../../shared/model/thing-kind.ts";
import * as thingCounters from "../../shared/table/thing-counters.ts";

interface Count {
  count: number;
  quota: number;
}

/** How many there are of each kind, and how many there may be. */
export async function countAll(owner: string) {
  const counters = await thingCounters.ofOwner(owner);
  const counts = kindsOfThings.map((things) => [
    things,
    countOf(counters.get(things), { owner, things }),
  ]);
  return Object.fromEntries(counts) as Record<ThingKind, Count>;
}

function countOf(counters: thingCounters.Counter[] | undefined, owned: thingCounters.Owned): Count {
  if (!counters) return { count: 0, quota: defaultQuota(owned) };
  const count = thingCounters.countIn(counters);
  return { count, quota: count + thingCounters.roomIn(counters) };
}
