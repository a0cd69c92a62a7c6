import type { Decision } from "../../shared/access/decide.ts";
import { decisionsAt } from "../../shared/lambda/elsewhere.ts";
import type { Caller } from "../../shared/model/caller.ts";
import { ownerOf, platform } from "../../shared/model/id.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { Thing } from "../../shared/model/thing.ts";
import * as things from "../../shared/table/things.ts";

interface Looking {
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

/** The refusal of what a view cannot show. */
export const unseen = () =>
  new Refusal("invalid", "There is no such device or asset for you to show.", {
    errors: [{ pointer: "/thing", message: "is no device or asset that you may see" }],
  });

/** A view with the attributes that it shows, as they are now: none outside its time, or of what is gone or out of sight. */
export async function withSight(view: Thing, owner: string, looking: Looking): Promise<Thing> {
  const { thing = "", shows = [], from = "", until } = view;
  const now = looking.now.toISOString();
  if (!thing || now < from || (until !== undefined && now >= until))
    return { ...view, attributes: {} };
  const shown = (await visible([thing], owner, looking)).get(thing)?.attributes ?? {};
  const known = shows.filter((name) => Object.hasOwn(shown, name));
  return { ...view, attributes: Object.fromEntries(known.map((name) => [name, shown[name]])) };
}
