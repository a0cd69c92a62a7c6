import { definedIn } from "../model/custom-role.ts";
import { platform } from "../model/id.ts";
import { hasLiveOwner, ownerIds } from "../model/owners.ts";
import * as customRoles from "./custom-roles.ts";
import { memberOf, onCustomerGroups } from "./facts-grouped.ts";
import { type About, bindingIn, ownersIn, projectBindingIn, scopeOf } from "./facts-scope.ts";
import type { Find } from "./gather.ts";
import { keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** What the table says about somebody there, once everything that matters has been read. */
export function factsIn(about: About, find: Find) {
  const { customer, project } = about;
  const scope = scopeOf(about, find);
  const { user, group, apiUser, target, gates, groupsOn, adminGroups } = scope;
  const bookOf = (owner: string) => customRoles.parse(find(keys["custom roles"]({ owner })));
  const held = (holder: string, owner: string) => ({
    onCustomerGroups: onCustomerGroups(holder, owner, find),
  });
  const on = (place: string, i: number) => ({
    memberOf: memberOf(place, gates[i]?.customer, find),
    customerBinding: bindingIn(about.principal ?? "", place, find),
    groups: (groupsOn[i] ?? []).map((one) => ({
      group: one,
      customerBinding: bindingIn(one, place, find),
      ...held(one, place),
      projectBinding: i === 0 ? projectBindingIn(about, one, find) : undefined,
    })),
  });
  const nothing = { memberOf: [], customerBinding: undefined, groups: [] };
  const here = customer ? on(customer, 0) : nothing;
  return {
    user,
    group,
    apiUser,
    customer: target,
    project: scope.project,
    ...here,
    projectBinding: projectBindingIn(about, about.principal ?? "", find),
    ancestors: gates.map((gate, i) => ({
      customer: { id: gate.customer, status: gate.status },
      gate,
      ...on(gate.customer, i + 1),
      ...held(about.principal ?? "", gate.customer),
    })),
    ...held(about.principal ?? "", platform),
    adminGroups: adminGroups.map((one) => ({
      group: one,
      ...held(one, platform),
      platformRoles: userGroups.parse(find(keys["user group"]({ group: one })))?.platformRoles,
    })),
    book: customer ? bookOf(customer) : undefined,
    customRoles: definedIn(
      customer ? bookOf(customer) : undefined,
      project ? bookOf(platform) : undefined,
      gates.flatMap((gate) => bookOf(gate.customer) ?? []),
    ),
  };
}

/** Whether the customer, or else one above it, has a live owner. */
export const hasOwner = (about: About, find: Find, now: Date) =>
  scopeOf(about, find).ids.some((id) => hasOwnOwner(id, find, now));

function hasOwnOwner(customer: string, find: Find, now: Date): boolean {
  const owners = ownersIn(customer, find);
  const isActive = (user: string) => users.parse(find(keys.user({ user })))?.status === "active";
  return hasLiveOwner([owners], new Set(ownerIds(owners).filter(isActive)), now);
}
