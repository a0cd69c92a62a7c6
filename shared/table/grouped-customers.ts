import type { StoredCustomer } from "../model/customer.ts";
import { customerGroupsAtMost, GroupsOfCustomer } from "../model/customer-group.ts";
import { allCustomers } from "../model/id.ts";
import { Refusal } from "../model/refusal.ts";
import { getMany, query } from "./client.ts";
import { collections } from "./collections.ts";
import type { Write } from "./commit.ts";
import * as customerGroups from "./customer-groups.ts";
import * as customers from "./customers.ts";
import type { Page, PageOptions } from "./page.ts";
import { keys } from "./schema.ts";

/** A customer in a group of the one above it, or of the platform. */
interface Grouped {
  customer: string;
  owner: string;
  group: string;
}

/** A customer and the groups of an owner that it is in, as they are now. */
export async function readChild(customer: string, owner: string) {
  const [record, memberships] = await getMany([
    keys.customer({ customer }),
    keys["groups of a customer"]({ customer, owner }),
  ]);
  return {
    child: customers.parse(record),
    groups: memberships ? GroupsOfCustomer().parse(memberships).groups : new Set<string>(),
  };
}

/** The groups of an owner that a customer is in and that roles may be bound on, in the order of their ids, as they are now. */
export async function boundGroupsOf(of: Pick<Grouped, "customer" | "owner">): Promise<string[]> {
  const [groups] = await boundGroupsOfEach([of]);
  return groups as string[];
}

/** The same of several customers, each with an owner. */
export async function boundGroupsOfEach(
  all: readonly Pick<Grouped, "customer" | "owner">[],
): Promise<string[][]> {
  const items = await getMany(all.map((of) => keys["groups of a customer"](of)));
  const ids = items.map((item) => (item ? [...GroupsOfCustomer().parse(item).groups] : []));
  const named = await customerGroups.byIds(ids.flat());
  const bound = new Set(named.filter(({ boundRoles }) => boundRoles).map(({ id }) => id));
  return ids.map((some) => [allCustomers, ...some.filter((id) => bound.has(id)).sort()]);
}

/** Puts a customer into groups of one owner. */
export const putIn = (
  { customer, owner }: Pick<Grouped, "customer" | "owner">,
  groups: readonly string[],
  now: Date,
): Write[] => [
  {
    do: "update",
    key: keys["groups of a customer"]({ customer, owner }),
    set: "SET kind = :kind, customer = :customer, #owner = :owner ADD groups :groups",
    when: "attribute_not_exists(groups) OR size(groups) <= :room",
    names: { "#owner": "owner" },
    values: {
      ":kind": "groups of a customer",
      ":customer": customer,
      ":owner": owner,
      ":groups": new Set(groups),
      ":room": customerGroupsAtMost - groups.length,
    },
    orElse: new Refusal(
      "limit_reached",
      `${customer} is in all the ${customerGroupsAtMost} groups that it may be in.`,
    ),
  },
  ...groups.map((group): Write => {
    const key = keys["grouped customer"]({ group, customer });
    const at = now.toISOString();
    return { do: "put", key, item: { ...key, kind: "grouped customer", group, customer, at } };
  }),
];

/** Takes a customer out of a group. */
export const takeOut = ({ customer, owner, group }: Grouped): Write[] => [
  {
    do: "update",
    key: keys["groups of a customer"]({ customer, owner }),
    set: "DELETE groups :groups",
    when: "contains(groups, :group)",
    values: { ":groups": new Set([group]), ":group": group },
    orElse: "outdated",
  },
  { do: "delete", key: keys["grouped customer"]({ group, customer }) },
];

/** Takes a customer out of all groups of an owner, which it was read to be in: it stands below it no more. What lists it there is left. */
export const leaveAll = (
  of: Pick<Grouped, "customer" | "owner">,
  groups: readonly string[],
): Write => ({
  do: "delete",
  key: keys["groups of a customer"](of),
  when: groups.length > 0 ? "groups = :groups" : "attribute_not_exists(groups)",
  ...(groups.length > 0 && { values: { ":groups": new Set(groups) } }),
  orElse: "outdated",
});

/** Takes a customer that is in a group no more off the list of that group. */
export const unlist = ({ customer, owner, group }: Grouped): Write[] => [
  isInNone({ customer, owner }, [group]),
  { do: "delete", key: keys["grouped customer"]({ group, customer }) },
];

/** Checks that a customer is still in a group. */
export const isIn = ({ customer, owner, group }: Grouped): Write => ({
  do: "check",
  key: keys["groups of a customer"]({ customer, owner }),
  when: "contains(groups, :group)",
  values: { ":group": group },
  orElse: "outdated",
});

/** Whether a customer that is in a group now was in it by an instant. */
export async function wasIn({ customer, owner, group }: Grouped, instant: Date): Promise<boolean> {
  const [memberships, row] = await getMany([
    keys["groups of a customer"]({ customer, owner }),
    keys["grouped customer"]({ group, customer }),
  ]);
  const isIn = memberships && GroupsOfCustomer().parse(memberships).groups.has(group);
  return Boolean(isIn) && String(row?.at ?? "") <= instant.toISOString();
}

/** Checks that a customer is still in none of some groups. */
export const isInNone = (
  of: Pick<Grouped, "customer" | "owner">,
  groups: readonly string[],
): Write => ({
  do: "check",
  key: keys["groups of a customer"](of),
  orElse: "outdated",
  when: groups.map((_, i) => `NOT contains(groups, :group${i})`).join(" AND "),
  values: Object.fromEntries(groups.map((group, i) => [`:group${i}`, group])),
});

/** The ids of customers that the list of a group names, in their order, as it is now. */
export async function idsIn(group: string, { limit, after }: PageOptions): Promise<string[]> {
  const { items } = await query(collections["customers of a group"]({ group }), {
    strong: true,
    limit,
    after: after === undefined ? undefined : keys["grouped customer"]({ group, customer: after }),
  });
  return items.map((item) => String(item.customer));
}

/** Customers in a group, in the order of their ids, as they are now. */
export async function inGroup(
  { owner, group }: Pick<Grouped, "owner" | "group">,
  { limit, after }: PageOptions,
): Promise<Page<StoredCustomer>> {
  const ids = await idsIn(group, { limit: limit + 1, after });
  const listed = ids.slice(0, limit);
  const [found, memberships] = await Promise.all([
    customers.byIds(listed),
    getMany(listed.map((customer) => keys["groups of a customer"]({ customer, owner }))),
  ]);
  const isMember = (id: string) => {
    const read = memberships[listed.indexOf(id)];
    return read !== undefined && GroupsOfCustomer().parse(read).groups.has(group);
  };
  const nextCursor = ids.length > limit ? listed.at(-1) : undefined;
  return { items: found.filter(({ id }) => isMember(id)), ...(nextCursor && { nextCursor }) };
}
