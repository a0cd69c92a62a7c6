import type { ApiUser } from "../model/api-user.ts";
import type { Path } from "./paths.ts";
import { allPermissions, levelOf, type Permission } from "./permissions.ts";
import { type HeldOn, isClosed, lineFrom } from "./places.ts";

/** An API user, as far as its rights go. */
export type ApiPrincipal = Pick<
  ApiUser,
  "id" | "customer" | "permissions" | "updatedAt" | "updatedBy"
>;

/** Owning is for people: no set is given it, and whatever an older one says, an API user gives and takes no owner. */
const peoplesOwn: Permission = "customer.owners.manage";

/** An API user holds permissions by themselves: those of a customer on that customer and below it, those of the platform anywhere. */
export function ownPaths(
  { customer: owner, permissions, updatedAt: at, updatedBy: by }: ApiPrincipal,
  places: readonly HeldOn[],
): Path[] {
  const home = places.findIndex(({ customer }) => customer.id === owner);
  if (owner !== undefined && home < 0) return [];
  const level = owner === undefined ? "platform" : "customer";
  const isOfLevel = (permission: Permission) =>
    (levelOf(permission) === "platform") === (level === "platform") && permission !== peoplesOwn;
  const isShut = owner !== undefined && places.some(({ customer }) => isClosed(customer));
  return allPermissions
    .filter((permission) => permissions.includes(permission) && isOfLevel(permission))
    .map((permission) => ({
      level,
      role: "api-user",
      permission,
      at,
      by: by ?? "",
      ...(owner !== undefined && { line: lineFrom(places, home) }),
      ...(isShut && { failing: "customer_closed" }),
    }));
}
