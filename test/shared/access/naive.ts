import type { ApiPrincipal } from "../../../shared/access/own-permissions.ts";
import type { Facts, Holding } from "../../../shared/access/paths.ts";
import { holds } from "../../support/matrices.ts";
import { now } from "./worlds.ts";

type Held = Record<string, { expiresAt?: string | undefined }>;

/** The roles that have not ended. */
const standing = (roles: Held = {}) =>
  Object.keys(roles).filter((role) => {
    const { expiresAt } = roles[role] ?? {};
    return !expiresAt || Date.parse(expiresAt) > now.getTime();
  });

/** What is in its set, and where: of a customer's on that customer, of the platform's the platform's permissions. */
function naiveOfApiUser(permission: string, principal: ApiPrincipal, customer: Facts["customer"]) {
  if (!principal.permissions.includes(permission)) return false;
  if (permission === "customer.owners.manage") return false;
  const isOfPlatform = permission.startsWith("platform.");
  if (!principal.customer) return isOfPlatform;
  if (!customer || /delet/.test(customer.status)) return false;
  return customer.id === principal.customer && !isOfPlatform;
}

/** May they? Read off the rules one after the other, for one permission at a time. */
export function naive(permission: string, world: Facts): boolean {
  const { principal, customer, groups = [], adminGroups = [], customRoles = {} } = world;
  if ("permissions" in principal) return naiveOfApiUser(permission, principal, customer);
  const gives = (level: "platform" | "customer" | "project", role: string) =>
    holds(level, role, permission) ||
    (level !== "platform" && customRoles[level]?.[role]?.permissions.includes(permission)) === true;
  if (principal.status !== "active") return false;

  const onPlatform = [principal, ...adminGroups].flatMap((one) => standing(one.platformRoles));
  if (onPlatform.some((role) => gives("platform", role))) return true;

  if (!customer || /delet/.test(customer.status)) return false;
  const holders: Holding[] = [world, ...groups];
  const onCustomer = holders.flatMap((holder) => standing(holder.customerBinding?.roles));
  if (onCustomer.some((role) => gives("customer", role))) return true;
  const isAppointing = permission === "customer.owners.manage" && !world.hasLiveOwner;
  if (isAppointing && onCustomer.includes("admin")) return true;

  const isOf = ({ projectBinding, customerBinding }: Holding) =>
    projectBinding !== undefined &&
    projectBinding.projectKey === world.project?.key &&
    projectBinding.under === customerBinding?.since;
  if (onCustomer.length > 0 && isOf(world))
    if (standing(world.projectBinding?.roles).some((role) => gives("project", role))) return true;
  return groups.some(
    (group) =>
      isOf(group) &&
      standing(group.customerBinding?.roles).length > 0 &&
      standing(group.projectBinding?.roles).some((role) => gives("project", role)),
  );
}
