import type { StoredCustomer } from "../model/customer.ts";
import { Gate } from "../model/gate.ts";
import { levelsAtMost } from "../model/place.ts";
import { getMany, query } from "./client.ts";
import { collections } from "./collections.ts";
import * as customers from "./customers.ts";
import type { PageOptions } from "./page.ts";
import { keys } from "./schema.ts";

/** Customers read in one go. */
const atOnce = 25;

/** The customers right below one, with their gates, in the order of their ids, from after one of them. */
async function* childrenOf(parent: string, after: string | undefined) {
  const collection = collections["sub-customers"]({ parent });
  let last = after === undefined ? undefined : keys["sub-customer"]({ parent, customer: after });
  do {
    const page = await query(collection, { strong: true, limit: atOnce, after: last });
    const ids = page.items.map((item) => String(item.customer));
    const items = await getMany([
      ...ids.map((customer) => keys.customer({ customer })),
      ...ids.map((customer) => keys.gate({ customer, gate: "0" })),
    ]);
    for (const i of ids.keys()) {
      const customer = customers.parse(items[i]);
      const gate = items[ids.length + i];
      if (customer && gate) yield { customer, gate: Gate().parse(gate) };
    }
    last = page.last as typeof last;
  } while (last);
}

/** A page of the customers right below one, in the order of their ids, as they are now. */
export async function rightBelow(parent: string, { limit, after }: PageOptions) {
  const items: StoredCustomer[] = [];
  for await (const { customer } of childrenOf(parent, after)) {
    if (items.length === limit) return { items, nextCursor: items.at(-1)?.id };
    items.push(customer);
  }
  return { items };
}

interface Walk {
  /** How many levels down. */
  depth?: number;
  /** The ids on the way down to the last one seen. */
  after?: readonly string[];
}

/** The customers below one, each before those below it, with the ids on the way down to it; as they are now. */
export async function* below(
  top: string,
  { depth = levelsAtMost, after: [at, ...rest] = [] }: Walk = {},
  way: readonly string[] = [],
): AsyncGenerator<{
  customer: StoredCustomer;
  gate: Gate;
  way: readonly string[];
}> {
  if (at !== undefined && depth > 1)
    yield* below(at, { depth: depth - 1, after: rest }, [...way, at]);
  for await (const child of childrenOf(top, at)) {
    const wayTo = [...way, child.customer.id];
    yield { ...child, way: wayTo };
    if (depth > 1 && child.gate.height > 0)
      yield* below(child.customer.id, { depth: depth - 1 }, wayTo);
  }
}
