import { kindsOfThings, type ThingKind } from "../model/thing-kind.ts";
import * as projects from "../table/projects.ts";
import * as thingCounters from "../table/thing-counters.ts";
import { defaultQuota } from "./things.ts";

interface Count {
  count: number;
  quota: number;
}

/** How many things of each kind an owner has, and how many it may have. */
export function countsOf(owner: string, counters: Map<string, thingCounters.Counter[]>) {
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

/** What a customer has of everything that it may have only so much of. */
export async function quotasOf(customer: string, options: { strong?: boolean } = {}) {
  const counters = await thingCounters.allOf(customer, options);
  return {
    customer,
    projects: projects.countedIn(customer, counters),
    ...countsOf(customer, thingCounters.byKind(counters)),
  };
}
