import type { StoredCustomer } from "../model/customer.ts";
import { Gate } from "../model/gate.ts";
import { levelsAtMost } from "../model/place.ts";
import { getMany, query } from "./client.ts";
import { collections } from "./collections.ts";
import * as customers from "./customers.ts";
import { keys } from "./schema.ts";
import { isRightBelow } from "./sub-customers.ts";

/** Customers read in one go. */
const atOnce = 25;

/** A customer right below another, as far as it takes to say whether it stands in the way. */
export interface Child {
  id: string;
  /** None where nobody can read its record. */
  status: StoredCustomer["status"] | undefined;
  /** Levels of customers below it, at most. */
  height: number;
}

/** The customers right below one that are not deleted, from after one of them, page by page, as they are now. One whose record cannot be read hides no other. */
export async function* childrenOf(parent: string, after?: string): AsyncGenerator<Child[]> {
  const collection = collections["sub-customers"]({ parent });
  let last = after === undefined ? undefined : keys["sub-customer"]({ parent, customer: after });
  do {
    const page = await query(collection, { strong: true, limit: atOnce, after: last });
    yield await read(page.items.map((item) => String(item.customer)));
    last = page.last as typeof last;
  } while (last);
}

async function read(ids: readonly string[]): Promise<Child[]> {
  const items = await getMany([
    ...ids.map((customer) => keys.customer({ customer })),
    ...ids.map((customer) => keys.gate({ customer, gate: "0" })),
  ]);
  return ids.flatMap((id, i) => {
    const gate = items[ids.length + i];
    if (items[i]?.status === "deleted" || !gate) return [];
    const { height } = Gate().parse(gate);
    return [{ id, status: customers.readable(items[i])?.status, height }];
  });
}

/** The first of them. */
export async function firstChildren(parent: string, limit: number): Promise<Child[]> {
  const found: Child[] = [];
  for await (const page of childrenOf(parent)) {
    found.push(...page);
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

/** The customers below one that are not deleted, each before those below it, with the ids on the way down to it. */
export async function* descendantsOf(
  top: string,
  [at, ...rest]: readonly string[] = [],
  way: readonly string[] = [],
): AsyncGenerator<readonly string[]> {
  if (at !== undefined && (await isRightBelow(top, at)))
    yield* descendantsOf(at, rest, [...way, at]);
  if (way.length === levelsAtMost) return;
  for await (const page of childrenOf(top, at))
    for (const { id, height } of page) {
      const wayTo = [...way, id];
      yield wayTo;
      if (height > 0) yield* descendantsOf(id, [], wayTo);
    }
}
