import type { CustomRoles, HeldGrant, Level } from "../model/grant.ts";
import { Refusal } from "../model/refusal.ts";
import { type HeldRoles, never } from "../model/role.ts";
import { prolongsOwn, type RoleChange, type WantedRole } from "../model/role-change.ts";
import { type Decision, permissionsOf, roleOf } from "./decide.ts";
import { need } from "./need.ts";
import type { Permission } from "./permissions.ts";

/** The permissions that a change of somebody's customer roles takes. The owner role follows rules of its own, and only owners touch what an owner holds; giving up one's own takes none. */
function needed(change: RoleChange, isOwn: boolean): Permission[] {
  const { before, after } = change;
  const given = change.given.map(({ role }) => role);
  const taken = isOwn ? [] : change.taken;
  const wanted: Permission[] = [];
  const touched = [...given, ...taken];
  const isOwner = Object.hasOwn(before, "owner");
  if (touched.includes("owner") || (isOwner && !isOwn && touched.length > 0))
    wanted.push("customer.owners.manage");
  if (given.some((role) => role !== "owner"))
    wanted.push(isEmpty(before) ? "customer.members.grant" : "customer.members.edit");
  if (taken.some((role) => role !== "owner"))
    wanted.push(isEmpty(after) ? "customer.members.remove" : "customer.members.edit");
  return wanted;
}

/** What somebody must hold to let another one have the roles that a change gives anew: the permission by which it is granted, and all that they give. */
export function takenBy(change: RoleChange, roles: readonly string[], decision: Decision) {
  const given = change.given.filter(({ role }) => roles.includes(role));
  const [granting = "customer.members.grant"] = needed({ ...change, given, taken: [] }, false);
  const others = roles.filter((role) => role !== "owner");
  const gives = others.flatMap((role) =>
    permissionsOf({ level: "customer", role }, decision.customRoles),
  );
  return { granting, gives: [...new Set(gives)] };
}

const isEmpty = (roles: HeldRoles) => Object.keys(roles).length === 0;

/** Refuses a change that the caller may not make, and answers what allows it: what the write checks again. `isTheirs` of a group that the caller is in, too. */
export function allowedBy(
  change: RoleChange,
  decision: Decision,
  isOwn: boolean,
  isTheirs = isOwn,
): HeldGrant | undefined {
  const permissions = needed(change, isOwn);
  for (const permission of permissions) need(decision, permission);
  refuseExcess("customer", change.given, decision);
  if (isTheirs) refuseOutlasting(change.given, decision, permissions);
  return permissions[0] && decision.grantOf(permissions[0]);
}

/** Refuses roles that do not exist. `pointerTo` says where in the request a role stands. */
export function refuseUnknown(
  level: Level,
  given: readonly WantedRole[],
  customRoles: CustomRoles,
  pointerTo: (role: string) => string,
): void {
  const unknown = given.filter(({ role }) => !roleOf(level, role, customRoles));
  const errors = unknown.map(({ role }) => ({
    pointer: pointerTo(role),
    message: "is not a role here",
  }));
  if (errors.length > 0) throw new Refusal("invalid", "There is no such role here.", { errors });
}

/** Nobody gives more than they hold. */
export function refuseExcess(level: Level, given: readonly WantedRole[], decision: Decision): void {
  for (const { role } of given) {
    if (level === "customer" && role === "owner") continue;
    const wanted = permissionsOf({ level, role }, decision.customRoles);
    const missing = wanted.filter((one) => !decision.allows(one));
    if (missing.length > 0)
      throw new Refusal("forbidden", `You cannot give ${role}: you lack ${missing.join(", ")}.`);
  }
}

/** Nobody gives an API user more than they hold, or gets a key to more. Answers what gives them all that, and the right to do it. */
export function allowedBySet(
  permissions: readonly string[],
  decision: Decision,
  managing: Permission,
): HeldGrant[] {
  const missing = permissions.filter((one) => !decision.permissions.has(one as Permission));
  if (missing.length > 0)
    throw new Refusal(
      "forbidden",
      `You do not hold these permissions yourself: ${missing.join(", ")}.`,
    );
  return [managing, ...permissions].flatMap(
    (one) => decision.permissions.get(one as Permission) ?? [],
  );
}

/** Nobody gives themselves a role that outlasts what allows it: taken off and put on again, it would prolong their access. What an API user holds has no end, so it gives nothing to the person behind its key. */
export function refuseOutlasting(
  own: readonly WantedRole[],
  { permissions }: Decision,
  allowing: readonly Permission[],
): void {
  const ends = allowing.map((permission) => {
    const grant = permissions.get(permission);
    return grant?.permission === undefined ? (grant?.expiresAt ?? never) : "";
  });
  if (own.some(({ expiresAt = never }) => ends.some((end) => expiresAt > end))) throw prolongsOwn();
}

/** True when somebody holds everything that giving a whole plan takes. */
export function mayGrantPlan(
  {
    roles,
    projects,
    byPlatform = false,
  }: { roles: readonly string[]; projects: readonly unknown[]; byPlatform?: boolean | undefined },
  { allows, customRoles }: Decision,
): boolean {
  if (byPlatform) return allows("platform.customers.create");
  const others = roles.filter((role) => role !== "owner");
  return (
    (others.length === roles.length || allows("customer.owners.manage")) &&
    (others.length === 0 || allows("customer.members.grant")) &&
    (projects.length === 0 || allows("customer.projects.access")) &&
    others
      .flatMap((role) => permissionsOf({ level: "customer", role }, customRoles))
      .every((right) => allows(right))
  );
}
