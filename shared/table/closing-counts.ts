import type { Counts } from "../model/deletion.ts";
import { descendantsOf } from "./children.ts";
import { type Collection, collections } from "./collections.ts";
import { countedAtMost, countOf } from "./counting.ts";
import * as thingCounters from "./thing-counters.ts";

/** What is counted of one customer, and how it is found. */
const counted = (customer: string): Record<string, Collection> => ({
  members: collections["members of a customer"]({ customer }),
  groups: collections["groups of an owner"]({ owner: customer }),
  customerGroups: collections["customer groups of an owner"]({ owner: customer }),
  apiUsers: collections["API users of an owner"]({ owner: customer }),
  invitations: collections["invitations of a customer"]({ customer }),
  accessRequests: collections["access requests of a customer"]({ customer }),
});

/** How much belongs to a customer: things exactly, everything else up to a thousand; of what is below it, how many customers there are; their things are counted page by page. */
export async function of(customer: string, { recursive }: { recursive: boolean }): Promise<Counts> {
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

/** Members or invitations of one customer beyond which nobody knows how much there is to do: a worker counts those of several customers in one step, which must not run out of time for a figure. */
const membersAtMost = 20_000;

/** How much is to be taken with one customer, as far as it comes in great numbers: things, members and invitations. Undefined where there are more of those than anybody counts. */
export async function toTake(customer: string): Promise<number | undefined> {
  const [counters, ...counts] = await Promise.all([
    thingCounters.allOf(customer),
    ...[
      collections["members of a customer"]({ customer }),
      collections["who holds no role of their own at a customer"]({ customer }),
      collections["invitations of a customer"]({ customer }),
    ].map((collection) => countOf(collection, membersAtMost)),
  ]);
  if (counts.some(({ more }) => more)) return undefined;
  const ofThings = [...thingCounters.byKind(counters).values()].map(thingCounters.countIn);
  return [...ofThings, ...counts.map(({ count }) => count)].reduce((sum, n) => sum + n, 0);
}

/** Customers whose things are counted at the same time. */
const countedAtOnce = 25;

/** How many things some customers have together, by kind. */
export async function ofThings(customers: readonly string[]): Promise<Counts> {
  const all: Counts = {};
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
