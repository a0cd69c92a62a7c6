import type { CustomRoles, Level } from "../model/grant.ts";
import { type HeldRoles, isBuiltIn, roleIdsOf } from "../model/role.ts";
import { permissionsOf } from "./decide.ts";

/** The roles among some that somebody lost which give what those that they still hold do not. What a project role of the platform's own means in the clouds behind no other one gives. */
export function rolesLost(
  level: Level,
  lost: readonly string[],
  kept: readonly string[],
  customRoles: CustomRoles,
): string[] {
  const right = new Set(kept.flatMap((role) => permissionsOf({ level, role }, customRoles)));
  const isGiven = (role: string) =>
    kept.includes(role) ||
    ((level !== "project" || isBuiltIn(level, role)) &&
      permissionsOf({ level, role }, customRoles).every((one) => right.has(one)));
  return lost.filter((role) => !isGiven(role));
}

/** The roles on the platform among some that give what others that are held do not, or only up to an end. */
export const platformRolesGained = (given: readonly string[], others: readonly HeldRoles[]) =>
  rolesLost("platform", given, others.flatMap(lasting), {});

const lasting = (roles: HeldRoles) =>
  roleIdsOf(roles).filter((role) => roles[role]?.expiresAt === undefined);
