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

/** What is in its set, and where: of a customer's on that customer and below, of the platform's the platform's permissions. */
function naiveOfApiUser(permission: string, principal: ApiPrincipal, world: Facts) {
  if (!principal.permissions.includes(permission)) return false;
  if (permission === "customer.owners.manage" || permission === "platform.admins.manage")
    return false;
  const isOfPlatform = permission.startsWith("platform.");
  if (!principal.customer) return isOfPlatform;
  const chain = chainOf(world);
  if (chain.some(({ customer }) => /delet/.test(customer.status))) return false;
  return chain.some(({ customer }) => customer.id === principal.customer) && !isOfPlatform;
}

/** The customer and those above it, with what is held on each. */
const chainOf = ({ customer, memberOf, customerBinding, groups = [], ancestors = [] }: Facts) =>
  customer ? [{ customer, memberOf, customerBinding, groups }, ...ancestors] : [];

/** The roles that a holder has on the groups that a customer is in, of whoever stands right above it. */
function grouped(world: Facts, i: number, group?: string): { name: string; owner?: string }[] {
  const chain = chainOf(world);
  const above = chain[i + 1];
  const holders = above ? (above.groups ?? []) : (world.adminGroups ?? []);
  const holder = group ? holders.find((one) => one.group === group) : (above ?? world);
  const onGroups: Record<string, Held> =
    (holder as { onCustomerGroups?: Record<string, Held> })?.onCustomerGroups ?? {};
  return Object.keys(onGroups)
    .filter((id) => id === "all" || chain[i]?.memberOf?.includes(id))
    .flatMap((id) => standing(onGroups[id]))
    .map((name) => ({ name, ...(above && { owner: above.customer.id }) }));
}

/** The roles on the customer that count, as they are called there: those of a holder on each customer from here up, but for roles of a customer that is not above the place. */
function rolesOn(world: Facts, group?: string): string[] {
  const chain = chainOf(world);
  return chain.flatMap((place, i) => {
    const holder = group ? (place.groups ?? []).find((one) => one.group === group) : place;
    const own = standing(holder?.customerBinding?.roles).map((name) => ({
      name,
      owner: place.customer.id,
      above: chain.slice(i),
    }));
    const byGroups = grouped(world, i, group).map((one) => ({ ...one, above: chain.slice(i + 1) }));
    return [...own, ...byGroups].flatMap(({ name, owner, above }) => {
      if (["owner", "admin", "employee"].includes(name)) return [name];
      const [role, whose] = name.includes("@") ? name.split("@") : [name, owner];
      if (!above.some(({ customer }) => customer.id === whose)) return [];
      return [whose === world.customer?.id ? (role as string) : `${role}@${whose}`];
    });
  });
}

const isPending = ({ project }: Facts) => project?.status === "pending_deletion";

/** What nobody may on a project that is about to be deleted. */
const isHalted = (permission: string, world: Facts) =>
  isPending(world) && permission.startsWith("project.") && !permission.endsWith(".view");

/** May they? Read off the rules one after the other, for one permission at a time. */
export function naive(world: Facts): (permission: string) => boolean {
  const { principal, groups = [], adminGroups = [], customRoles = {} } = world;
  if ("permissions" in principal)
    return (permission) =>
      !isHalted(permission, world) && naiveOfApiUser(permission, principal, world);
  if (principal.status !== "active") return () => false;

  const gives = (level: "platform" | "customer" | "project", role: string, permission: string) =>
    holds(level, role, permission) ||
    (level !== "platform" && customRoles[level]?.[role]?.permissions.includes(permission)) === true;
  const onPlatform = [principal, ...adminGroups].flatMap((one) => standing(one.platformRoles));
  const chain = chainOf(world);
  const isClosed =
    chain.length === 0 || chain.some(({ customer }) => /delet/.test(customer.status));
  const ids = new Set(
    [...chain.flatMap((place) => place.groups ?? []), ...adminGroups].map(({ group }) => group),
  );
  const onCustomer = [rolesOn(world), ...[...ids].map((id) => rolesOn(world, id))].flat();
  const isOf = ({ projectBinding, customerBinding }: Holding) =>
    !isPending(world) &&
    projectBinding !== undefined &&
    projectBinding.projectKey === world.project?.key &&
    projectBinding.under === customerBinding?.since;
  const onProject = [
    ...(onCustomer.length > 0 && isOf(world) ? [world] : []),
    ...groups.filter((group) => isOf(group) && rolesOn(world, group.group).length > 0),
  ].flatMap(({ projectBinding }) => standing(projectBinding?.roles));

  return (permission) => {
    if (isHalted(permission, world)) return false;
    if (onPlatform.some((role) => gives("platform", role, permission))) return true;
    if (isClosed) return false;
    if (onCustomer.some((role) => gives("customer", role, permission))) return true;
    const isAppointing = permission === "customer.owners.manage" && !world.hasLiveOwner;
    if (isAppointing && onCustomer.includes("admin")) return true;
    return onProject.some((role) => gives("project", role, permission));
  };
}
