import type { ApiUser } from "../model/api-user.ts";
import type { Customer } from "../model/customer.ts";
import type { Path } from "./paths.ts";
import { allPermissions, levelOf, type Permission } from "./permissions.ts";

/** An API user, as far as its rights go. */
export type ApiPrincipal = Pick<
  ApiUser,
  "id" | "customer" | "permissions" | "updatedAt" | "updatedBy"
>;

/** Owning is for people: whatever its set says, an API user gives and takes no owner. */
const peoplesOwn: Permission = "customer.owners.manage";

/** An API user holds permissions by themselves: those of a customer on that customer, those of the platform anywhere. */
export function ownPaths(
  { customer: owner, permissions, updatedAt: at, updatedBy: by }: ApiPrincipal,
  customer: Pick<Customer, "id" | "status"> | undefined,
): Path[] {
  if (owner !== undefined && owner !== customer?.id) return [];
  const level = owner === undefined ? "platform" : "customer";
  const isOfLevel = (permission: Permission) =>
    (levelOf(permission) === "platform") === (level === "platform") && permission !== peoplesOwn;
  const isShut = owner !== undefined && customer !== undefined && isClosed(customer);
  return allPermissions
    .filter((permission) => permissions.includes(permission) && isOfLevel(permission))
    .map((permission) => ({
      ...{ level, role: "api-user", permission, at, by: by ?? "" },
      ...(isShut && { failing: "customer_closed" }),
    }));
}

/** True of a customer at which nobody has access any more. */
export const isClosed = ({ status }: Pick<Customer, "status">) =>
  status === "deleting" || status === "deleted";
