import type { Decision } from "../access/decide.ts";
import type { Caller } from "../model/caller.ts";
import { ownerOf, platform } from "../model/id.ts";
import type { Thing } from "../model/thing.ts";
import * as things from "../table/things.ts";
import { decisionsAt } from "./elsewhere.ts";

/** Who looks at things of other owners, and what they may where they look from. */
export interface Looking {
  caller: Caller;
  decision: Decision;
  now: Date;
}

/** The devices and assets that views of an owner may show: its own, and others that the caller may see. */
export async function visible(
  ids: readonly string[],
  owner: string,
  looking: Looking,
): Promise<Map<string, Thing>> {
  const found = await things.byIds([...new Set(ids)]);
  const others = [...new Set(found.map(ownerOf))].filter((other) => other !== owner);
  const open = new Set([owner, ...(await openTo(looking, others))]);
  return new Map(found.flatMap((one) => (open.has(ownerOf(one)) ? [[one.id, one]] : [])));
}

/** The owners whose devices and assets the caller may see. */
async function openTo(looking: Looking, owners: readonly string[]): Promise<string[]> {
  const seeing = "platform.things.manage";
  const customers = owners.filter((owner) => owner !== platform);
  const there = await decisionsAt(customers, looking);
  return [
    ...customers.filter((_, i) => there[i]?.decision.allows("customer.things.view", seeing)),
    ...(owners.includes(platform) && looking.decision.allows(seeing) ? [platform] : []),
  ];
}
