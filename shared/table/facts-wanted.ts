import { isApiUserId } from "../model/caller.ts";
import { platform } from "../model/id.ts";
import { ownerIds } from "../model/owners.ts";
import { isBuiltIn, roleNameOf } from "../model/role.ts";
import { groupsAt } from "../model/user.ts";
import type { Key } from "./client.ts";
import { groupedKeys, rolesOnGroups } from "./facts-grouped.ts";
import {
  type About,
  bindingIn,
  ownersIn,
  projectBindingIn,
  type Scope,
  scopeOf,
} from "./facts-scope.ts";
import type { Find } from "./gather.ts";
import { keys } from "./schema.ts";

/** The keys of all that matters to what somebody may do there, as far as it can be told from what is known. */
export function wantedFor(about: About, find: Find): Key[] {
  const { principal, customer, project, withOwners } = about;
  const scope = scopeOf(about, find);
  const { ids, adminGroups } = scope;
  return [
    ...(principal ? [keys.user({ user: principal })] : []),
    ...(customer ? [keys.customer({ customer })] : []),
    ...(customer && project ? [keys.project({ customer, project })] : []),
    ...ids.slice(1).map((id) => keys.gate({ customer: id, gate: "0" })),
    ...bindingKeys(about, scope),
    ...groupedKeys(about, scope, find),
    ...adminGroups.map((group) => keys["user group"]({ group })),
    ...bookOwners(about, scope, find).map((owner) => keys["custom roles"]({ owner })),
    ...(withOwners ? ownerKeys(ids, find) : []),
  ];
}

/** What the principal and its groups hold at each customer, and on the project. API users hold no bindings. */
function bindingKeys({ principal, customer, project }: About, { ids, groupsOn }: Scope): Key[] {
  if (!principal || !customer || isApiUserId(principal)) return [];
  const [groups = []] = groupsOn;
  return [
    ...ids.flatMap((id, i) =>
      [principal, ...(groupsOn[i] ?? [])].map((holder) =>
        keys["customer binding"]({ principal: holder, customer: id }),
      ),
    ),
    ...(project
      ? [principal, ...groups].map((holder) =>
          keys["project binding"]({ principal: holder, customer, project }),
        )
      : []),
  ];
}

/** Whose books matter: those of the roles that are held and not built in. Who is in groups of the customer may hold such roles through them. */
function bookOwners(about: About, scope: Scope, find: Find): string[] {
  const { customer = "", project } = about;
  const {
    user,
    groupsOn: [groups = []],
  } = scope;
  const isInGroups = user !== undefined && groupsAt(user, customer).length > 0;
  const found = holdersIn(about, scope, find);
  const owners = [...found, ...rolesOnGroups(about, scope, find)].flatMap(({ place, binding }) =>
    customRolesIn("customer", binding).map((role) => roleNameOf(role).owner ?? place),
  );
  const onProject = [about.principal ?? "", ...groups].some(
    (holder) => customRolesIn("project", projectBindingIn(about, holder, find)).length > 0,
  );
  return [
    ...new Set([
      ...owners,
      ...(isInGroups ? [customer] : []),
      ...(project && (isInGroups || onProject) ? [platform] : []),
    ]),
  ];
}

const customRolesIn = (level: "customer" | "project", binding: { roles: object } | undefined) =>
  Object.keys(binding?.roles ?? {}).filter((role) => !isBuiltIn(level, role));

const holdersIn = ({ principal = "" }: About, { ids, groupsOn }: Scope, find: Find) =>
  ids.flatMap((place, i) =>
    [principal, ...(groupsOn[i] ?? [])].map((holder) => ({
      place,
      binding: bindingIn(holder, place, find),
    })),
  );

function ownerKeys(ids: readonly string[], find: Find): Key[] {
  const people = ids.flatMap((id) => ownerIds(ownersIn(id, find)));
  return [
    ...ids.map((customer) => keys.owners({ customer })),
    ...people.map((user) => keys.user({ user })),
  ];
}
