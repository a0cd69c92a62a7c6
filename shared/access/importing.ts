import { isApiUserId } from "../model/caller.ts";
import { isClosed } from "../model/customer.ts";
import type { HeldGrant } from "../model/grant.ts";
import { type Facts, isHalted } from "./paths.ts";
import { allPermissions, levelOf, type Permission } from "./permissions.ts";
import { placesOf } from "./places.ts";

/** What making customers, people and the platform's own things takes besides, where there is no customer to speak of. */
const founding: readonly Permission[] = [
  "platform.customers.create",
  "platform.users.create",
  "platform.things.manage",
];

const owning: Permission = "customer.owners.manage";

/** What an import may do besides: make customers, people and things of the platform, and everything at customers that are not closed. It all rests on the one permission to import, which is what a write checks again. */
export function byImport(
  facts: Facts,
  held: ReadonlyMap<Permission, HeldGrant>,
): [Permission, HeldGrant][] {
  const grant = held.get("platform.import");
  if (!facts.principal.imports || !grant) return [];
  const isThere = facts.customer && !placesOf(facts).some(({ customer }) => isClosed(customer));
  const there = isThere ? allPermissions.filter((one) => isGiven(one, facts)) : [];
  return [...founding, ...there].map((permission) => [permission, grant]);
}

const isGiven = (permission: Permission, facts: Facts) =>
  levelOf(permission) !== "platform" &&
  !isHalted(facts, permission) &&
  (permission !== owning || mayAppoint(facts));

/** The first owners are named by whoever moves a customer in; later ones only where no live one is there to do it. */
const mayAppoint = ({ principal, customer, hasLiveOwner }: Facts) =>
  !isApiUserId(principal.id) && (customer?.createdBy === principal.id || hasLiveOwner === false);
