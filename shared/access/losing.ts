import type { CustomRoles, Level } from "../model/grant.ts";
import { isBuiltIn } from "../model/role.ts";
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
