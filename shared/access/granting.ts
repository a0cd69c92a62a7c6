import { Refusal } from "../model/refusal.ts";
import { type HeldRoles, isLive } from "../model/role.ts";
import type { RoleChange, WantedRole } from "../model/role-change.ts";
import { type Decision, permissionsOfRole } from "./decide.ts";
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

const isEmpty = (roles: HeldRoles) => Object.keys(roles).length === 0;

/** Refuses a change that the caller may not make, and answers by which of their roles they may: what the write checks again. */
export function allowedBy(change: RoleChange, decision: Decision, isOwn: boolean): string {
  const permissions = needed(change, isOwn);
  for (const permission of permissions) need(decision, permission);
  refuseExcess(change.given, decision);
  return permissions[0] ? decision.roleFor(permissions[0]) : "";
}

/** Nobody gives more than they hold. */

function refuseExcess(given: readonly WantedRole[], decision: Decision): void {
  for (const { role } of given) {
    if (role === "owner") continue;
    const missing = permissionsOfRole("customer", role).filter((one) => !decision.allows(one));
    if (missing.length > 0)
      throw new Refusal("forbidden", `You cannot give ${role}: you lack ${missing.join(", ")}.`);
  }
}

function need(decision: Decision, permission: Permission): void {
  if (!decision.allows(permission))
    throw new Refusal("forbidden", `This takes the permission ${permission}.`);
}

/** True when a change takes the right to invite people, on which the invitations sent rest. */
export const losesGranting = ({ before, after }: RoleChange, now: Date) =>
  grants(before, now) && !grants(after, now);

const grants = (roles: HeldRoles, now: Date) =>
  Object.entries(roles).some(
    ([role, held]) =>
      isLive(held, now) && permissionsOfRole("customer", role).includes("customer.members.grant"),
  );
