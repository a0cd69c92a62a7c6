import { type HeldRoles, nameAt, nameBelow } from "../model/role.ts";
import * as bindingLists from "./binding-lists.ts";
import * as bindings from "./bindings.ts";
import { getMany } from "./client.ts";
import * as customerGroupBindings from "./customer-group-bindings.ts";
import type { Page, PageOptions } from "./page.ts";
import * as principals from "./principals.ts";
import { keys } from "./schema.ts";

/** Lists that one page asks at most: it may be short, and goes on. */
const listsAtMost = 25;

/** Where roles are held that give access to a customer below: on a customer, or on a group of customers that it is in. */
export interface Place {
  customer: string;
  /** The group of customers, and whose it is. */
  customerGroup?: { id: string; owner: string };
  /** The customer on which it is held, or whose group it is, and those above it: other roles and groups of users count no more. */
  above: readonly string[];
}

/** The same place has the same name. */
export const nameOfPlace = ({ customer, customerGroup }: Place) =>
  customerGroup ? `${customerGroup.owner} ${customerGroup.id}` : customer;

/** What somebody holds at one of several places. */
export interface Held {
  place: Place;
  roles: HeldRoles;
}

/** Somebody, and what they hold at several places. */
export interface Holder {
  principal: string;
  shown: principals.ShownPrincipal["shown"];
  held: readonly Held[];
}

/** Who holds something at one of several places: place by place, each where they are met first, with all that they hold at them. A page may be short. */
export async function ofPlaces(
  places: readonly Place[],
  { limit, after = "" }: PageOptions,
): Promise<Page<Holder>> {
  const [name = "", last] = after.split("/");
  const met: { principal: string; at: number }[] = [];
  const first = places.findIndex((place) => nameOfPlace(place) === name);
  let next = Math.max(first, 0);
  let from = first < 0 ? undefined : last;
  for (let asked = 0; next < places.length; next++, asked++) {
    if (met.length === limit || asked === listsAtMost) break;
    const page = await idsAt(places[next] as Place, { limit: limit - met.length, after: from });
    met.push(...page.items.map((principal) => ({ principal, at: next })));
    from = page.nextCursor;
    if (from !== undefined) break;
  }
  const goesOn = places[next];
  const items = await heldBy(met, places);
  return {
    items,
    ...(goesOn && { nextCursor: `${nameOfPlace(goesOn)}${from ? `/${from}` : ""}` }),
  };
}

/** Who may hold something at one place, in the order of their ids. */
async function idsAt(
  { customer, customerGroup }: Place,
  options: PageOptions,
): Promise<Page<string>> {
  if (!customerGroup) {
    const { items, nextCursor } = await bindingLists.onCustomer(customer, options);
    return { items: items.map(({ principal }) => principal), ...(nextCursor && { nextCursor }) };
  }
  const of = { owner: customerGroup.owner, group: customerGroup.id };
  const ids = await customerGroupBindings.holdersOf(of, { ...options, limit: options.limit + 1 });
  const items = ids.slice(0, options.limit);
  const end = items.at(-1);
  return { items, ...(ids.length > items.length && end && { nextCursor: end }) };
}

async function heldBy(
  met: readonly { principal: string; at: number }[],
  places: readonly Place[],
): Promise<Holder[]> {
  const ids = met.map(({ principal }) => principal);
  const [known, found] = await Promise.all([
    principals.shownAs(ids),
    getMany(ids.flatMap((principal) => places.map((place) => keyAt(place, principal)))),
  ]);
  return met.flatMap(({ principal, at }, i) => {
    const one = known.get(principal);
    if (!one) return [];
    const held = places.map((place, j): Held => {
      const isForeign = one.owner !== undefined && !place.above.includes(one.owner);
      return { place, roles: isForeign ? {} : rolesAt(place, found[i * places.length + j]) };
    });
    const isFirst = held.findIndex(({ roles }) => Object.keys(roles).length > 0) === at;
    return isFirst ? [{ principal, shown: one.shown, held }] : [];
  });
}

const keyAt = ({ customer, customerGroup }: Place, principal: string) =>
  customerGroup
    ? keys["customer group binding"]({ principal, owner: customerGroup.owner })
    : keys["customer binding"]({ principal, customer });

/** The roles that a binding gives at a place and that count there, under the names that they have at its customer. */
function rolesAt(
  { customer, customerGroup, above }: Place,
  item: Parameters<typeof bindings.parse>[0],
): HeldRoles {
  const roles = customerGroup
    ? customerGroupBindings.parse(item)?.roles[customerGroup.id]
    : bindings.parse(item)?.roles;
  return Object.fromEntries(
    Object.entries(roles ?? {}).flatMap(([role, one]) => {
      const name = nameBelow(role, above);
      return name === undefined ? [] : [[nameAt(name, customer), one] as const];
    }),
  );
}
