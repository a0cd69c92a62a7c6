import type { Decision } from "../access/decide.ts";
import { ownerOf, platform } from "../model/id.ts";
import type { Thing } from "../model/thing.ts";
import * as things from "../table/things.ts";
import { type Asking, decisionsAt } from "./elsewhere.ts";

/** Who looks at things of other owners, and what they may where they look from. */
export interface Looking extends Asking {
  decision: Decision;
}

/** The devices and assets that views of an owner may show: its own, and others that the caller may see. */
export async function visible(
  ids: readonly string[],
  owner: string,
  looking: Looking,
  options?: { strong: boolean },
): Promise<Map<string, Thing>> {
  const found = await things.byIds([...new Set(ids)], options);
  const others = [...new Set(found.map(ownerOf))].filter((other) => other !== owner);
  const open = new Set([owner, ...(await openTo(looking, others))]);
  return new Map(found.flatMap((one) => (open.has(ownerOf(one)) ? [[one.id, one]] : [])));
}

/** Whether a caller may see the things of a customer. */
export const seesThingsOf = async (customer: string, asking: Asking): Promise<boolean> =>
  (await customersInSight([customer], asking)).length > 0;

const anybodys = "platform.things.manage";

/** The owners whose things the caller may see. */
async function openTo(looking: Looking, owners: readonly string[]): Promise<string[]> {
  const customers = owners.filter((owner) => owner !== platform);
  return [
    ...(await customersInSight(customers, looking)),
    ...(owners.includes(platform) && looking.decision.allows(anybodys) ? [platform] : []),
  ];
}

async function customersInSight(customers: readonly string[], asking: Asking): Promise<string[]> {
  const there = await decisionsAt(customers, asking);
  return customers.filter((_, i) => there[i]?.decision.allows("customer.things.view", anybodys));
}
