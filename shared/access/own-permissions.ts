import type { ApiUser } from "../model/api-user.ts";
import { isClosed } from "../model/customer.ts";
import type { Level } from "../model/grant.ts";
import type { Path } from "./paths.ts";
import { allPermissions, levelOf, type Permission } from "./permissions.ts";
import { type HeldOn, lineFrom } from "./places.ts";

/** An API user, as far as its rights go. */
export type ApiPrincipal = Pick<
  ApiUser,
  "id" | "customer" | "permissions" | "updatedAt" | "updatedBy"
>;

/** Who runs the platform, and who owns a customer, is for people to say: no set is given that, and whatever an older one says, no API user does. */
export const keptForPeople: readonly Permission[] = [
  "platform.admins.manage",
  "customer.owners.manage",
];

/** A permission of the platform counts in a set of the platform's, any other in that of a customer. */
const isOfLevel = (permission: Permission, level: Level) =>
  (levelOf(permission) === "platform") === (level === "platform") &&
  !keptForPeople.includes(permission);

/** What a permission that an API user holds by itself is called in the place of a role. */
const ofSet = "api-user";

/** An API user holds permissions by themselves: those of a customer on that customer and below it, those of the platform anywhere. */
export function ownPaths(
  { customer: owner, permissions, updatedAt: at, updatedBy: by }: ApiPrincipal,
  places: readonly HeldOn[],
): Path[] {
  const home = places.findIndex(({ customer }) => customer.id === owner);
  if (owner !== undefined && home < 0) return [];
  const level = owner === undefined ? "platform" : "customer";
  const isShut = owner !== undefined && places.some(({ customer }) => isClosed(customer));
  return allPermissions
    .filter((permission) => permissions.includes(permission) && isOfLevel(permission, level))
    .map((permission) => ({
      level,
      role: ofSet,
      permission,
      at,
      by: by ?? "",
      ...(owner !== undefined && { line: lineFrom(places, home) }),
      ...(isShut && { failing: "customer_closed" }),
    }));
}

/** What would let an API user do something there: the permission in its set, where that may have it and counts. */
export function setGiving(
  { customer: owner }: Pick<ApiPrincipal, "customer">,
  permission: Permission,
  places: readonly HeldOn[],
): { level: Level; role: string }[] {
  const level = owner === undefined ? "platform" : "customer";
  const counts = owner === undefined || places.some(({ customer }) => customer.id === owner);
  return counts && isOfLevel(permission, level) ? [{ level, role: ofSet }] : [];
}
