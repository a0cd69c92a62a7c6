import type { CustomerBinding } from "../model/binding.ts";
import type { Customer } from "../model/customer.ts";
import type { HeldGrant } from "../model/grant.ts";
import { type HeldRoles, roleNameOf } from "../model/role.ts";
import type { Facts, Holding } from "./paths.ts";

/** What a principal, and its groups, hold on one customer. */
export interface HeldOn {
  customer: Pick<Customer, "id" | "status">;
  /** Groups that it is in, of the customer above it or of the platform. */
  memberOf?: readonly string[] | undefined;
  customerBinding?: Pick<CustomerBinding, "roles" | "since"> | undefined;
  /** Roles on its groups of customers: they hold on every customer in the group, and below. */
  onCustomerGroups?: OnCustomerGroups | undefined;
  groups?: readonly (Holding & { group: string })[] | undefined;
}

/** Group of customers → the roles that are held on it. */
export type OnCustomerGroups = Readonly<Record<string, HeldRoles>>;

/** The customer asked about, then those above it, the nearest first. */
export function placesOf(facts: Facts): HeldOn[] {
  const { customer, memberOf, customerBinding, groups, ancestors = [] } = facts;
  return customer ? [{ customer, memberOf, customerBinding, groups }, ...ancestors] : [];
}

/** The customers from one of several places, each right above the one before it, down to the first. */
export const lineFrom = (places: readonly HeldOn[], i: number) =>
  places
    .slice(0, i + 1)
    .map(({ customer }) => customer.id)
    .reverse();

/** The customers from the highest to which a role, or the group through which it is held, belongs down to the place where it is held; none where it belongs to nobody further up. A group counts at its customer and below. */
export function lineTo(
  i: number,
  { role, through }: Pick<HeldGrant, "role" | "through">,
  places: readonly HeldOn[],
): readonly string[] | undefined {
  const { owner } = roleNameOf(role);
  const highest = Math.max(
    places.findIndex(({ customer }) => customer.id === owner),
    places.findLastIndex(({ groups = [] }) => groups.some(({ group }) => group === through)),
  );
  return highest > i ? lineFrom(places.slice(i), highest - i) : undefined;
}
