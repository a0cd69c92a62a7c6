import type { Page } from "../../shared/api/contract.ts";
import type { Thing } from "../../shared/model/thing.ts";
import type { ThingKind } from "../../shared/model/thing-kind.ts";
import * as subCustomers from "../../shared/table/sub-customers.ts";
import * as thingCounters from "../../shared/table/thing-counters.ts";
import * as thingLists from "../../shared/table/thing-lists.ts";

/** Customers that one page asks at most: it may be short, and goes on. */
const customersAtMost = 25;

interface Below {
  top: string;
  things: ThingKind;
  limit: number;
  after?: string | undefined;
  q?: string | undefined;
}

/** Where a page ends: the way down to a customer, and the last of its things that was shown; without one all of it was. */
const positionAt = (way: readonly string[], after = "") => `${way.join("/")} ${after}`;

function readPosition(position: string | undefined) {
  const [words = "", ...rest] = position?.split(" ") ?? [];
  return { way: words ? words.split("/") : [], inside: rest.join(" ") || undefined };
}

/** The customers from a position on: the one itself unless it is done with, and those after it. */
async function* customersFrom(top: string, position: string | undefined) {
  const { way, inside } = readPosition(position);
  const isWithin = position === undefined || inside !== undefined;
  if (isWithin && (await subCustomers.isWayDown(top, way)))
    yield { owner: way.at(-1) ?? top, way, inside };
  const walk = way.length > 0 ? { after: way } : {};
  for await (const { customer, way: wayTo } of subCustomers.below(top, walk))
    yield { owner: customer.id, way: wayTo, inside: undefined };
}

/** Things of a customer and of all below it, customer by customer in the order of the tree, by name in each. */
export async function belowOf({ top, things, limit, after, q }: Below): Promise<Page<Thing>> {
  const items: Thing[] = [];
  let asked = 0;
  let end: string | undefined;
  for await (const { owner, way, inside } of customersFrom(top, after)) {
    if (items.length === limit || asked === customersAtMost) return { items, nextCursor: end };
    asked += 1;
    const owned = { owner, things };
    const shards = (await thingCounters.of(owned)).map(({ shard }) => shard);
    const left = limit - items.length;
    const page = await thingLists.ofOwner(owned, { limit: left, after: inside, q, shards });
    items.push(...page.items);
    if (page.nextCursor) return { items, nextCursor: positionAt(way, page.nextCursor) };
    end = positionAt(way);
  }
  return { items };
}
