import { type AccessHolder, type GivenRole, givenRoles } from "../../shared/model/held-access.ts";
import { platform } from "../../shared/model/id.ts";
import { principalOf } from "../../shared/model/member.ts";
import { nameAt, nameBelow } from "../../shared/model/role.ts";
import * as customerGroupBindings from "../../shared/table/customer-group-bindings.ts";
import * as groupedCustomers from "../../shared/table/grouped-customers.ts";
import * as principals from "../../shared/table/principals.ts";
import type { HolderList, Source } from "./along.ts";
import { membersOf } from "./holders.ts";

/** Where roles are held that give access to a customer. */
interface Place {
  owner: string;
  /** The owner, and the customers above it if it is one. */
  above: readonly string[];
  /** The customer that access is to: its own roles go by their bare names. */
  seenFrom: string;
}

type On = Pick<GivenRole, "customer" | "customerGroup">;

/** What gives access to the first of a line of customers, each right below the next and the last below none: the customers from one of them on with their groups of customers, then the groups of the platform. */
export const sourcesFrom = (first: 0 | 1, line: readonly string[], now: Date): Source[] =>
  [...line, platform].slice(first).map((owner, i) => {
    const above = owner === platform ? [platform] : line.slice(first + i);
    const place = { owner, above, seenFrom: line[0] as string };
    const child = line[first + i - 1];
    return {
      name: owner,
      lists: async () => {
        const groups = child
          ? await groupedCustomers.boundGroupsOf({ customer: child, owner })
          : [];
        return [
          ...(owner === platform ? [] : [membersAt(place, now)]),
          ...groups.map((group) => holdersOn(group, child as string, place, now)),
        ];
      },
    };
  });

/** Who holds roles on a customer, as they are seen from below. */
function membersAt(place: Place, now: Date): HolderList {
  const { id, page } = membersOf(place.owner, now);
  return {
    id,
    page: async (options) => {
      const { items, nextCursor } = await page(options);
      const seen = items.map((one) => ({
        ...one,
        roles: seenFrom(place, one.roles, { customer: place.owner }),
      }));
      return { items: seen, nextCursor };
    },
  };
}

/** Who holds roles on a group of customers that one is in. */
const holdersOn = (group: string, customer: string, place: Place, now: Date): HolderList => ({
  id: group,
  page: async (options) => {
    const { owner, above } = place;
    const { items, nextCursor } = await customerGroupBindings.onGroup({ owner, group }, options);
    const known = await principals.shownAs(items.map(({ principal }) => principal));
    const on = { customer, customerGroup: { id: group, owner } };
    const holders = items.flatMap(({ principal: id, roles }): AccessHolder[] => {
      const one = known.get(id);
      if (!one || (one.owner && !above.includes(one.owner))) return [];
      const given = seenFrom(place, givenRoles(roles[group] ?? {}, now), on);
      return [{ id, principal: principalOf(id, one.shown), roles: given }];
    });
    return { items: holders, nextCursor };
  },
});

/** Roles as they are called there, without those that count no more since a move. */
const seenFrom = (
  { above, seenFrom: customer }: Place,
  roles: readonly GivenRole[],
  on: On,
): GivenRole[] =>
  roles.flatMap((one) => {
    const name = nameBelow(one.role, above);
    return name === undefined ? [] : [{ ...one, role: nameAt(name, customer), ...on }];
  });
