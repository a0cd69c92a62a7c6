import type { Request } from "../../shared/lambda/use-case.ts";
import type { Caller } from "../../shared/model/caller.ts";
import type { StoredCustomer } from "../../shared/model/customer.ts";
import type { StoredCustomerGroup } from "../../shared/model/customer-group.ts";
import { allCustomers, platform } from "../../shared/model/id.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as customerGroups from "../../shared/table/customer-groups.ts";

/** A request about groups of the customers below a customer or, without one, of those below none. */
export interface Asking
  extends Pick<
    Request,
    "now" | "decision" | "happened" | "commit" | "approval" | "ancestors" | "isCarriedOut"
  > {
  caller: Caller;
  customer: StoredCustomer | undefined;
}

export const ownerIn = ({ customer }: Pick<Asking, "customer">) => customer?.id ?? platform;

/** The right to say which customers are in a group. */
export const managing = ({ customer }: Pick<Asking, "customer">) =>
  customer ? "customer.customer-groups.manage" : "platform.customer-groups.manage";

/** The group that a path names; that of all customers has no record. */
export const groupOf = async (_: unknown, asked: { params: { customerGroup: string } }) => {
  const { customerGroup } = asked.params;
  return customerGroup === allCustomers ? undefined : customerGroups.byId(customerGroup);
};

/** Refuses a group of another owner, as if there were none. */
export function mustBeHere(
  group: StoredCustomerGroup | undefined,
  { customer }: Pick<Asking, "customer">,
): StoredCustomerGroup {
  if (!group || group.customer !== customer?.id) throw new Refusal("not_found");
  return group;
}

/** The same where nothing can be changed about the group of all customers. */
export function mustBeNamed(
  group: StoredCustomerGroup | undefined,
  request: Pick<Asking, "customer"> & { params: { customerGroup: string } },
): StoredCustomerGroup {
  if (request.params.customerGroup === allCustomers) throw new Refusal("virtual_group");
  return mustBeHere(group, request);
}

/** The group of all customers of an owner, as groups are answered. */
export function allOf({ customer }: Pick<Asking, "customer">): StoredCustomerGroup {
  const at = customer?.createdAt ?? new Date(0).toISOString();
  return {
    id: allCustomers,
    customer: customer?.id,
    displayName: "All",
    version: 1,
    createdAt: at,
    updatedAt: at,
  };
}
