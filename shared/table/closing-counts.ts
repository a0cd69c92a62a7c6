import type { ClosingCounts } from "../model/closing.ts";
import { descendantsOf } from "./children.ts";
import { query } from "./client.ts";
import { type Collection, collections } from "./collections.ts";
import * as thingCounters from "./thing-counters.ts";

/** Nobody counts further. */
const countedAtMost = 1000;

/** What is counted of one customer, and how it is found. */
const counted = (customer: string): Record<string, Collection> => ({
  members: collections["members of a customer"]({ customer }),
  groups: collections["groups of an owner"]({ owner: customer }),
  customerGroups: collections["customer groups of an owner"]({ owner: customer }),
  apiUsers: collections["API users of an owner"]({ owner: customer }),
  invitations: collections["invitations of a customer"]({ customer }),
  accessRequests: collections["access requests of a customer"]({ customer }),
});

async function countOf(collection: Collection) {
  let count = 0;
  let after: Awaited<ReturnType<typeof query>>["last"];
  do {
    const { items, last } = await query(collection, { limit: countedAtMost - count + 1, after });
    count += items.length;
    after = last;
  } while (after && count <= countedAtMost);
  return count > countedAtMost ? { count: countedAtMost, more: true } : { count };
}

/** How much belongs to a customer: things exactly, everything else up to a thousand; of what is below it, how many customers there are; their things are counted page by page. */
export async function of(
  customer: string,
  { recursive }: { recursive: boolean },
): Promise<ClosingCounts> {
  const [things, ...found] = await Promise.all([
    thingCounters.allOf(customer).then(thingCounters.byKind),
    ...Object.entries(counted(customer)).map(
      async ([name, collection]) => [name, await countOf(collection)] as const,
    ),
    ...(recursive ? [below(customer)] : []),
  ]);
  const ofThings = [...things].map(
    ([kind, counters]) => [kind, { count: thingCounters.countIn(counters) }] as const,
  );
  return Object.fromEntries([...found, ...ofThings]);
}

/** Customers whose things are counted at the same time. */
const countedAtOnce = 25;

/** How many things some customers have together, by kind. */
export async function ofThings(customers: readonly string[]): Promise<ClosingCounts> {
  const all: ClosingCounts = {};
  for (let from = 0; from < customers.length; from += countedAtOnce) {
    const some = customers.slice(from, from + countedAtOnce);
    for (const counters of await Promise.all(some.map((one) => thingCounters.allOf(one))))
      for (const [kind, shards] of thingCounters.byKind(counters))
        all[kind] = { count: (all[kind]?.count ?? 0) + thingCounters.countIn(shards) };
  }
  return all;
}

async function below(customer: string) {
  let count = 0;
  for await (const _ of descendantsOf(customer))
    if (++count > countedAtMost)
      return ["subCustomers", { count: countedAtMost, more: true }] as const;
  return ["subCustomers", { count }] as const;
}
