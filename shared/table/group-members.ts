import * as bindings from "./bindings.ts";
import { getMany, query } from "./client.ts";
import { collections } from "./collections.ts";
import * as groupHoldings from "./group-holdings.ts";
import * as memberships from "./memberships.ts";
import { keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** A group of a customer with what it gives there, read in one wave. */
export async function readGroup(customer: string, group: string) {
  const onProjects = collections["project access of a principal at a customer"];
  const [[record, binding], projects] = await Promise.all([
    getMany([
      keys["user group"]({ group }),
      keys["customer binding"]({ principal: group, customer }),
    ]),
    query(onProjects({ principal: group, customer }), { strong: true, limit: 1 }),
  ]);
  const found = userGroups.parse(record);
  return {
    group: found?.customer === customer ? found : undefined,
    binding: bindings.parse(binding),
    givesProjects: projects.items.length > 0,
  };
}

export type GroupRead = Awaited<ReturnType<typeof readGroup>>;

/** A person with their place in a group and what they have besides it, read in one request, and in a second what their other groups give. */
export async function readPerson(customer: string, group: string, principal: string) {
  const [record, membership, binding] = await getMany([
    keys.user({ user: principal }),
    keys.membership({ principal, group }),
    keys["customer binding"]({ principal, customer }),
  ]);
  const user = users.parse(record);
  const holdings = await groupHoldings.read(user, customer);
  return {
    user,
    membership: memberships.parse(membership),
    binding: bindings.parse(binding),
    /** Bindings of their other groups that give customer access. */
    others: groupHoldings.giving(holdings).filter((other) => other.principal !== group),
  };
}

export type PersonRead = Awaited<ReturnType<typeof readPerson>>;
