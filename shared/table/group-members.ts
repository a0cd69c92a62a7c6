import type { CustomerGroupBinding } from "../model/customer-group.ts";
import { onPlatform, placesAtMost } from "../model/held-place.ts";
import { ownerOf, platform } from "../model/id.ts";
import type { GroupGives } from "../model/joining.ts";
import * as bindings from "./bindings.ts";
import { getMany, query, queryAll } from "./client.ts";
import { collections } from "./collections.ts";
import * as customerGroupBindings from "./customer-group-bindings.ts";
import * as memberships from "./memberships.ts";
import { keys } from "./schema.ts";
import * as standings from "./standings.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** A group with what it gives, read in one wave: of a customer with its bindings there and below, of the platform by itself. */
export async function readGroup(customer: string, group: string) {
  if (customer === platform) {
    const { found, bound } = await readBound(group, customer);
    const isThere = found && ownerOf(found) === platform;
    return { ...nothing, group: isThere ? found : undefined, below: onGroupsOf(bound) };
  }
  const onProjects = collections["project access of a principal"]({ principal: group });
  const [found, { onCustomers, onGroups }, projects] = await Promise.all([
    userGroups.byId(group),
    heldBy(group),
    query(onProjects, { strong: true, limit: placesAtMost }),
  ]);
  return {
    group: found?.customer === customer ? found : undefined,
    binding: onCustomers.find((binding) => binding.customer === customer),
    /** What it holds on customers below, and on groups of customers. */
    below: [
      ...onCustomers.filter((binding) => binding.customer !== customer),
      ...onGroups.flatMap(onGroupsOf),
    ],
    projects: projects.items.flatMap((item) => bindings.parseProject(item) ?? []),
  };
}

const nothing = { binding: undefined, projects: [] };

/** Roles on groups of customers, under the names that they have at the owner of those. */
export const onGroupsOf = (bound: CustomerGroupBinding | undefined) =>
  Object.entries(bound?.roles ?? {}).map(([customerGroup, roles]) => ({
    customer: bound?.owner ?? platform,
    customerGroup,
    roles,
  }));

/** Everything that a group holds on customers, and on groups of customers by whose those are: what is left out would be given to whoever joins, unseen. */
export async function heldBy(principal: string) {
  const collection = collections["what a principal holds on customers and groups of them"];
  const items = await queryAll(collection({ principal }), { strong: true });
  const some = (kind: string) => items.filter((item) => item.kind === kind);
  return {
    onCustomers: some("customer binding").flatMap((item) => bindings.parse(item) ?? []),
    onGroups: some("customer group binding").flatMap(
      (item) => customerGroupBindings.parse(item) ?? [],
    ),
  };
}

/** A group with what it holds on groups of customers of an owner. */
async function readBound(group: string, owner: string) {
  const [record, bound] = await getMany([
    keys["user group"]({ group }),
    keys["customer group binding"]({ principal: group, owner }),
  ]);
  return { found: userGroups.parse(record), bound: customerGroupBindings.parse(bound) };
}

export type GroupRead = Awaited<ReturnType<typeof readGroup>>;

/** What a group of a customer gives to whoever is put into it. */
export const givesOf = ({ group, binding, below, projects }: GroupRead): GroupGives => ({
  customer: group?.customer ?? platform,
  roles: binding?.roles ?? {},
  below,
  hasProjects: projects.length > 0,
});

/** Everywhere that a group holds roles, its own customer or the platform first. */
export const placesOf = ({ group, binding, below, projects }: GroupRead) => [
  group && onPlatform(group),
  binding,
  ...below,
  ...projects,
];

/** A person with their place in a group of the platform. */
async function readMember(group: string, principal: string) {
  const [record, membership] = await getMany([
    keys.user({ user: principal }),
    keys.membership({ principal, group }),
  ]);
  const found = { user: users.parse(record), membership: memberships.parse(membership) };
  return { ...found, binding: undefined, others: [] };
}

/** A person with their place in a group and what they have besides it, read in one request, and in a second what their other groups give; a line is of the group's customer and those above it. */
export async function readPerson(line: readonly string[], group: string, principal: string) {
  if (line[0] === platform) return readMember(group, principal);
  const found = await standings.of(principal, line, {
    besides: { group },
    more: [keys.membership({ principal, group })],
  });
  return {
    user: found.user,
    membership: memberships.parse(found.more[0]),
    binding: found.binding,
    /** What gives customer access besides own roles there and the group. */
    others: found.through,
  };
}

export type PersonRead = Awaited<ReturnType<typeof readPerson>>;
