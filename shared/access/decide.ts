import type { CustomRoles, HeldGrant, Level } from "../model/grant.ts";
import { isBuiltIn, never, roleNameOf } from "../model/role.ts";
import { byImport } from "./importing.ts";
import { type Facts, isHalted, pathsOf } from "./paths.ts";
import { isPermission, type Permission } from "./permissions.ts";
import type { Role } from "./role.ts";
import { builtInRoles } from "./roles.ts";

/** What a principal may do there, and by which of its roles: the one that lasts longest, its own before a group's. */
export interface Decision {
  grants: readonly HeldGrant[];
  permissions: ReadonlyMap<Permission, HeldGrant>;
  customRoles: CustomRoles;
  allows(...anyOf: readonly Permission[]): boolean;
  /** What gives one of these: what a write checks again. */
  grantOf(...anyOf: readonly Permission[]): HeldGrant | undefined;
}

/** Who may: facts in, decision with reasons out. Total, without I/O and without a clock of its own. */
export function decide(facts: Facts): Decision {
  const { customRoles = {} } = facts;
  const grants = pathsOf(facts)
    .filter(({ failing }) => !failing)
    .map((path) =>
      path.level === "customer" && !isBuiltIn(path.level, path.role)
        ? { ...path, book: bookOf(path, facts) }
        : path,
    )
    .sort(lastingLongestFirst);
  const permissions = new Map<Permission, HeldGrant>();
  for (const grant of grants) {
    for (const permission of permissionsOf(grant, customRoles)) {
      if (!permissions.has(permission) && !isHalted(facts, permission))
        permissions.set(permission, grant);
    }
  }
  const appointing = grants.find((grant) => appoints(grant, facts));
  if (appointing && !permissions.has("customer.owners.manage"))
    permissions.set("customer.owners.manage", appointing);
  for (const [permission, grant] of byImport(facts, permissions))
    if (!permissions.has(permission)) permissions.set(permission, grant);
  return {
    grants,
    permissions,
    customRoles,
    allows: (...anyOf) => anyOf.some((permission) => permissions.has(permission)),
    grantOf: (...anyOf) => {
      const held = anyOf.find((permission) => permissions.has(permission));
      return held && permissions.get(held);
    },
  };
}

/** Whether a role gives `customer.owners.manage` for want of an owner: an admin may appoint one where none is live. */
export const appoints = ({ level, role }: Pick<HeldGrant, "level" | "role">, facts: Facts) =>
  level === "customer" && role === "admin" && facts.hasLiveOwner === false;

/** Whose roles it is one of, and their version. */
function bookOf({ role }: HeldGrant, { customer, customRoles }: Facts) {
  const { owner = customer?.id as string } = roleNameOf(role);
  const version = customRoles?.versions?.[owner];
  return version === undefined ? undefined : { owner, version };
}

const lastingLongestFirst = (
  { expiresAt: one = never, through }: HeldGrant,
  { expiresAt: other = never, through: alsoThrough }: HeldGrant,
) =>
  one === other ? Number(Boolean(through)) - Number(Boolean(alsoThrough)) : one > other ? -1 : 1;

/** Every permission of a role, none for a role that does not exist (any more): what somebody must hold to grant it. */
export function permissionsOf(
  { level, role, permission }: Pick<HeldGrant, "level" | "role" | "permission">,
  customRoles: CustomRoles = {},
): readonly Permission[] {
  if (permission !== undefined) return isPermission(permission) ? [permission] : [];
  return roleOf(level, role, customRoles)?.permissions ?? [];
}

/** A role by its level and id: built-in ones come first. */
export function roleOf(level: Level, role: string, customRoles: CustomRoles): Role | undefined {
  const own = level === "platform" ? undefined : customRoles[level];
  const found = [builtInRoles[level], own].find((roles) => roles && Object.hasOwn(roles, role));
  return found?.[role] as Role | undefined;
}
