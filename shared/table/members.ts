import { isGroupId } from "../model/id.ts";
import { type Owners, ownerIds } from "../model/owners.ts";
import * as bindings from "./bindings.ts";
import { getMany } from "./client.ts";
import * as groupHoldings from "./group-holdings.ts";
import { keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** Everything that changing a principal's roles at a customer depends on, read in one request, and in a second what groups give to who is in some. */
export async function read(customer: string, principal: string, owners: Owners) {
  const principals = [...new Set([principal, ...ownerIds(owners)])];
  const items = await getMany([
    ...principals.map((id) => keys["customer binding"]({ principal: id, customer })),
    ...principals.map((id) =>
      isGroupId(id) ? keys["user group"]({ group: id }) : keys.user({ user: id }),
    ),
  ]);
  const held = items.slice(0, principals.length).flatMap((item) => bindings.parse(item) ?? []);
  const records = items.slice(principals.length);
  const people = records.flatMap((item) =>
    item?.kind === "user" ? (users.parse(item) ?? []) : [],
  );
  const active = new Set(people.filter(({ status }) => status === "active").map(({ id }) => id));
  const holdings = await Promise.all(
    people.map(async (user) => [user.id, await groupHoldings.read(user, customer)] as const),
  );
  return {
    binding: held.find((binding) => binding.principal === principal),
    ownerBindings: held.filter((binding) => binding.principal !== principal),
    user: people.find(({ id }) => id === principal),
    group: isGroupId(principal) ? userGroups.parse(records[0]) : undefined,
    active: active as ReadonlySet<string>,
    /** What each person holds through groups. */
    groups: new Map(holdings) as ReadonlyMap<string, groupHoldings.GroupHoldings>,
  };
}

export type MemberRead = Awaited<ReturnType<typeof read>>;
