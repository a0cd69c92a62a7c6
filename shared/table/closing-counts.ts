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

/** How much belongs to a customer: things exactly, everything else up to a thousand; of what is below it, how many customers there are. */
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

async function below(customer: string) {
  let count = 0;
  for await (const _ of descendantsOf(customer))
    if (++count > countedAtMost)
      return ["subCustomers", { count: countedAtMost, more: true }] as const;
  return ["subCustomers", { count }] as const;
}
