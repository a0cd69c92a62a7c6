import { ownerOf, platform } from "../model/id.ts";
import * as bindings from "./bindings.ts";
import { getMany, query } from "./client.ts";
import { collections } from "./collections.ts";
import * as groupHoldings from "./group-holdings.ts";
import * as memberships from "./memberships.ts";
import { keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** A group with what it gives, read in one wave: of a customer with its bindings there, of the platform by itself. */
export async function readGroup(customer: string, group: string) {
  if (customer === platform) {
    const found = await userGroups.byId(group);
    const isThere = found && ownerOf(found) === platform;
    return { group: isThere ? found : undefined, binding: undefined, givesProjects: false };
  }
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

/** A person with their place in a group of the platform. */
async function readMember(group: string, principal: string) {
  const [record, membership] = await getMany([
    keys.user({ user: principal }),
    keys.membership({ principal, group }),
  ]);
  const found = { user: users.parse(record), membership: memberships.parse(membership) };
  return { ...found, binding: undefined, others: [] };
}

/** A person with their place in a group and what they have besides it, read in one request, and in a second what their other groups give. */
export async function readPerson(customer: string, group: string, principal: string) {
  if (customer === platform) return readMember(group, principal);
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
