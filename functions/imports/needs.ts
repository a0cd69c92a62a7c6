import { holdsRoles } from "../../shared/model/binding.ts";
import { isClosed } from "../../shared/model/customer.ts";
import { comparedName } from "../../shared/model/customer-group.ts";
import { allCustomers } from "../../shared/model/id.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { groupNamed } from "../../shared/model/user-group.ts";
import * as bindings from "../../shared/table/bindings.ts";
import * as customerGroups from "../../shared/table/customer-groups.ts";
import * as customers from "../../shared/table/customers.ts";
import * as projects from "../../shared/table/projects.ts";
import * as userGroups from "../../shared/table/user-groups.ts";
import * as users from "../../shared/table/users.ts";
import type { Need } from "./outcome.ts";

export const customerAt = (customer: string): Need => ({
  line: `customer ${customer}`,
  isThere: async () => {
    const [found] = await customers.byIds([customer]);
    if (found && isClosed(found))
      throw new Refusal(
        "customer_closing",
        `The customer ${customer} was closed: nothing is imported into it any more.`,
      );
    return found !== undefined;
  },
});

/** The id of a group of customers that a line names; that of all has no record. */
export const customerGroupNamed = async (customer: string, name: string) =>
  comparedName(name) === allCustomers
    ? allCustomers
    : (await customerGroups.byName(customer, name))?.id;

/** By what a group of customers is known again: names are the same however they are written. */
export const customerGroupKey = (customer: string, name: string) =>
  `${customer}/${comparedName(name)}`;

export const customerGroupAt = (customer: string, name: string): Need => ({
  line: `customer-group ${customerGroupKey(customer, name)}`,
  isThere: async () => (await customerGroupNamed(customer, name)) !== undefined,
});

export const projectAt = (customer: string, project: string): Need => ({
  line: `project ${customer}/${project}`,
  isThere: async () => (await projects.byIds(customer, [project])).length > 0,
});

/** A group that a line names: the customer's own, or one of a customer above. */
export function groupFound(customer: string, name: string) {
  const { owner, identifier } = groupNamed(customer, name);
  return userGroups.byIdentifier(owner, identifier);
}

export function groupAt(customer: string, name: string): Need {
  const { owner, identifier } = groupNamed(customer, name);
  return {
    line: `group ${owner}/${identifier}`,
    isThere: async () => (await groupFound(customer, name)) !== undefined,
  };
}

/** Roles of somebody on a customer, or of a group. */
const holderAt = (line: string, customer: string, id: () => Promise<string | undefined>): Need => ({
  line,
  isThere: async () => {
    const principal = await id();
    return !!principal && holdsRoles(await bindings.onCustomerOf(customer, principal));
  },
});

export const memberAt = (customer: string, email: string): Need =>
  holderAt(`member ${customer}/${email}`, customer, () => users.idOfAddress(email));

export const groupRoleAt = (customer: string, group: string): Need =>
  holderAt(
    `group-role ${customer}/${group}`,
    customer,
    async () => (await groupFound(customer, group))?.id,
  );
