import { allCustomers, isGroupId, platform } from "../model/id.ts";
import type { HeldRoles } from "../model/role.ts";
import type { StoredEvent } from "../model/settled.ts";
import * as groupedCustomers from "./grouped-customers.ts";
import type { History } from "./history.ts";
import { byThen, type Held, type OnCustomerGroups } from "./history-holdings.ts";
import { isGroupGone } from "./history-people.ts";

/** Where the log keeps what happened to the groups of a customer, or of the platform. */
const logOf = (owner: string) => (owner === platform ? undefined : owner);

/** The roles that somebody held on the groups of customers of an owner. */
export async function onGroupsThen(
  principal: string,
  owner: string,
  today: OnCustomerGroups | undefined,
  history: History,
): Promise<OnCustomerGroups> {
  const held = new Map<string, HeldRoles>();
  for (const { settled } of await history.all({ customer: logOf(owner), subject: principal }))
    for (const [group, roles] of Object.entries(settled?.onCustomerGroups ?? {}))
      if (!held.has(group)) held.set(group, roles);
  for (const [group, roles] of Object.entries(today ?? {}))
    if (!held.has(group)) held.set(group, byThen(roles, history));
  const found = [...held].filter(([, roles]) => Object.keys(roles).length > 0);
  const isGone = found.length > 0 && (await isGoneThen(principal, owner, history));
  return isGone ? {} : Object.fromEntries(found);
}

/** Nothing on groups of customers is left of a group that was deleted. What a deleted person held goes role by role, with events. */
const isGoneThen = async (principal: string, owner: string, history: History) =>
  isGroupId(principal) && (await isGroupGone(principal, [logOf(owner)], history));

type OnGroups = Pick<Held, "onCustomerGroups">;

/** Customers, each below the next, with the groups that they were in, as far as something was held on those. */
export async function inGroupsThen<
  P extends { customer: { id: string }; groups: readonly OnGroups[] },
>(
  places: readonly (P & OnGroups)[],
  { adminGroups, ...onPlatform }: OnGroups & { adminGroups: readonly OnGroups[] },
  history: History,
) {
  return Promise.all(
    places.map(async (place, i) => {
      const above = places[i + 1];
      const holders = above ? [above, ...above.groups] : [onPlatform, ...adminGroups];
      const held = holders.flatMap((one) => Object.keys(one.onCustomerGroups ?? {}));
      const at = { customer: place.customer.id, owner: above?.customer.id ?? platform };
      return { ...place, memberOf: await memberOfThen(at, held, history) };
    }),
  );
}

/** Those of some groups of an owner that a customer right below it was in. */
async function memberOfThen(
  at: { customer: string; owner: string },
  groups: readonly string[],
  history: History,
): Promise<string[]> {
  const named = [...new Set(groups)].filter((group) => group !== allCustomers);
  const wasIn = await Promise.all(named.map((group) => wasMember({ ...at, group }, history)));
  return named.filter((_, i) => wasIn[i]);
}

/** Whether a customer was in a group that was still there. What it was in before it came where it stood is over. */
async function wasMember(
  { customer, owner, group }: { customer: string; owner: string; group: string },
  history: History,
): Promise<boolean> {
  if (await isGroupGone(group, [logOf(owner)], history)) return false;
  const arrival = await history.latest({ customer, subject: customer }, (event) =>
    arrivals.includes(event.type) ? event : undefined,
  );
  const trail = { customer: logOf(owner), subject: customer };
  const said = await history.latest(trail, (event) => {
    if (arrival && event.id < arrival.id) return false;
    return groupIn(event) === group ? event.type.endsWith("added") : undefined;
  });
  if (said !== undefined) return said;
  if (!arrival) return groupedCustomers.wasIn({ customer, owner, group }, history.asOf);
  return ((arrival.after?.customerGroups ?? []) as string[]).includes(group);
}

const arrivals = ["customer.created", "customer.moved"];

/** The group that a customer came into, or left, with an event. */
const groupIn = ({ type, before, after }: StoredEvent) =>
  type.includes(".customer-group.customer.") ? (after ?? before)?.customerGroup : undefined;
