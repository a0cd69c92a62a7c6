import type { CustomerBinding } from "../model/binding.ts";
import type { Customer } from "../model/customer.ts";
import type { Facts, Holding } from "./paths.ts";

/** What a principal, and its groups, hold on one customer. */
export interface HeldOn {
  customer: Pick<Customer, "id" | "status">;
  customerBinding?: Pick<CustomerBinding, "roles" | "since"> | undefined;
  groups?: readonly (Holding & { group: string })[] | undefined;
}

/** The customer asked about, then those above it, the nearest first. */
export function placesOf({ customer, customerBinding, groups, ancestors = [] }: Facts): HeldOn[] {
  return customer ? [{ customer, customerBinding, groups }, ...ancestors] : [];
}

/** True of a customer at which nobody has access any more. */
export const isClosed = ({ status }: Pick<Customer, "status">) =>
  status === "deleting" || status === "deleted";

/** The customers from one of several places, each right above the one before it, down to the first. */
export const lineFrom = (places: readonly HeldOn[], i: number) =>
  places
    .slice(0, i + 1)
    .map(({ customer }) => customer.id)
    .reverse();
