import { platform } from "../model/id.ts";
import { groupsAt, type User } from "../model/user.ts";
import * as bindings from "./bindings.ts";
import { getMany } from "./client.ts";
import { keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";

/** What the groups of a person hold on a customer and on one of its projects, read in one wave; nothing is read for who is in none. */
export async function read(
  user: Pick<User, "groups"> | undefined,
  customer: string | undefined,
  project?: string,
) {
  if (!user || !customer) return [];
  const groups = groupsAt(user, customer);
  if (groups.length === 0) return [];
  const items = await getMany([
    ...groups.map((principal) => keys["customer binding"]({ principal, customer })),
    ...(project
      ? groups.map((principal) => keys["project binding"]({ principal, customer, project }))
      : []),
  ]);
  return groups.map((group, i) => ({
    group,
    customerBinding: bindings.parse(items[i]),
    projectBinding: bindings.parseProject(items[groups.length + i]),
  }));
}

/** What groups of the platform that a person is in hold there; nothing is read for who is in none. */
export async function onPlatform(user: Pick<User, "groups"> | undefined) {
  const found = user ? await userGroups.byIds(groupsAt(user, platform)) : [];
  return found.map(({ id, platformRoles }) => ({ group: id, platformRoles }));
}

/** What the groups of a person hold on each of some customers, read in one request a hundred groups. */
export async function readAt(user: Pick<User, "groups">, customers: readonly string[]) {
  const wanted = customers.flatMap((customer) =>
    groupsAt(user, customer).map((group) => ({ customer, group })),
  );
  const items = await getMany(
    wanted.map(({ customer, group }) => keys["customer binding"]({ principal: group, customer })),
  );
  const held = wanted.map((one, i) => ({ ...one, customerBinding: bindings.parse(items[i]) }));
  return Map.groupBy(held, ({ customer }) => customer);
}

export type GroupHoldings = Awaited<ReturnType<typeof read>>;
