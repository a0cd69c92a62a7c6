import type { CustomerBinding } from "../model/binding.ts";
import { isGroupId, ownerOf } from "../model/id.ts";
import { shownOf } from "../model/user.ts";
import { shownGroupOf } from "../model/user-group.ts";
import * as bindings from "./bindings.ts";
import { getMany } from "./client.ts";
import { keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** A user or a group with what it holds itself on a customer and on one of its projects, read in one request. */
export async function read(principal: string, customer: string, project = "-") {
  const [record, customerBinding, projectBinding] = await getMany([
    keys.user({ user: principal }),
    keys["customer binding"]({ principal, customer }),
    keys["project binding"]({ principal, customer, project }),
  ]);
  const isGroup = isGroupId(principal);
  const group = isGroup ? userGroups.parse(record) : undefined;
  return {
    user: isGroup ? undefined : users.parse(record),
    group: group?.customer === customer ? group : undefined,
    holding: {
      customerBinding: bindings.parse(customerBinding),
      projectBinding: bindings.parseProject(projectBinding),
    },
  };
}

/** Somebody as lists show them, and whose group it is. */
export interface ShownPrincipal {
  shown: CustomerBinding["shown"];
  owner?: string;
}

/** Some users and groups as lists show them, by their ids; unknown ones are left out. */
export async function shownAs(ids: readonly string[]) {
  const items = await getMany(ids.map((user) => keys.user({ user })));
  const found = new Map<string, ShownPrincipal>();
  for (const [i, id] of ids.entries()) {
    const user = isGroupId(id) ? undefined : users.parse(items[i]);
    const group = isGroupId(id) ? userGroups.parse(items[i]) : undefined;
    if (user) found.set(id, { shown: shownOf(user) });
    if (group) found.set(id, { shown: shownGroupOf(group), owner: ownerOf(group) });
  }
  return found;
}
