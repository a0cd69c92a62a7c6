import type { StoredCustomer } from "../model/customer.ts";
import { Gate } from "../model/gate.ts";
import { levelsAtMost } from "../model/place.ts";
import { get, getMany, query } from "./client.ts";
import { collections } from "./collections.ts";
import * as customers from "./customers.ts";
import type { PageOptions } from "./page.ts";
import { keys } from "./schema.ts";

/** Customers read in one go. */
const atOnce = 25;

/** A customer with its gate. */
export interface Gated {
  customer: StoredCustomer;
  gate: Gate;
}

/** Customers with their gates, as they are now. */
export async function withGates(ids: readonly string[]): Promise<Gated[]> {
  const items = await getMany([
    ...ids.map((customer) => keys.customer({ customer })),
    ...ids.map((customer) => keys.gate({ customer, gate: "0" })),
  ]);
  return ids.flatMap((_, i) => {
    const customer = customers.parse(items[i]);
    const gate = items[ids.length + i];
    return customer && gate ? [{ customer, gate: Gate().parse(gate) }] : [];
  });
}

/** The customers right below one, with their gates, in the order of their ids, from after one of them, page by page. Those that are deleted stay in the list for a minute, until their closing has looked a last time. */
async function* childrenOf(parent: string, after: string | undefined) {
  const collection = collections["sub-customers"]({ parent });
  let last = after === undefined ? undefined : keys["sub-customer"]({ parent, customer: after });
  do {
    const page = await query(collection, { strong: true, limit: atOnce, after: last });
    const found = await withGates(page.items.map((item) => String(item.customer)));
    yield found.filter(({ customer }) => customer.status !== "deleted");
    last = page.last as typeof last;
  } while (last);
}

/** A page of the customers right below one, in the order of their ids, as they are now. */
export async function rightBelow(parent: string, { limit, after }: PageOptions) {
  const items: StoredCustomer[] = [];
  for await (const page of childrenOf(parent, after))
    for (const { customer } of page) {
      if (items.length === limit) return { items, nextCursor: items.at(-1)?.id };
      items.push(customer);
    }
  return { items };
}

/** True of a customer that stands right below another. A way down that somebody brings along may be old, or made up. */
export const isRightBelow = async (parent: string, customer: string): Promise<boolean> =>
  (await get(keys["sub-customer"]({ parent, customer }))) !== undefined;

/** True where each customer of a way down stands right below the one before it. */
export async function isWayDown(top: string, way: readonly string[]): Promise<boolean> {
  if (way.length >= levelsAtMost) return false;
  const steps = way.map((customer, i) => ({ parent: way[i - 1] ?? top, customer }));
  return (await getMany(steps.map(keys["sub-customer"]))).every((item) => item !== undefined);
}

interface Walk {
  /** How many levels down. */
  depth?: number;
  /** The ids on the way down to the last one seen. */
  after?: readonly string[];
  /** Sees to each page of siblings before anything below them is looked up, and answers them as they are then. */
  first?: (parent: string, siblings: readonly Gated[]) => Promise<readonly Gated[]>;
}

/** The customers below one, each before those below it, with the ids on the way down to it; as they are now. */
export async function* below(
  top: string,
  { depth = levelsAtMost, after: [at, ...rest] = [], first }: Walk = {},
  way: readonly string[] = [],
): AsyncGenerator<Gated & { way: readonly string[] }> {
  const deeper = { depth: depth - 1, ...(first && { first }) };
  if (at !== undefined && depth > 1 && (await isRightBelow(top, at)))
    yield* below(at, { ...deeper, after: rest }, [...way, at]);
  for await (const page of childrenOf(top, at))
    for (const child of first ? await first(top, page) : page) {
      const wayTo = [...way, child.customer.id];
      yield { ...child, way: wayTo };
      if (depth > 1 && child.gate.height > 0) yield* below(child.customer.id, deeper, wayTo);
    }
}

/** The first customer in the list of those right below one, after another, whatever became of it. */
export async function firstBelow(parent: string, after?: string): Promise<string | undefined> {
  const last = after === undefined ? undefined : keys["sub-customer"]({ parent, customer: after });
  const collection = collections["sub-customers"]({ parent });
  const { items } = await query(collection, { strong: true, limit: 1, after: last });
  return items[0] && String(items[0].customer);
}
