import { CustomerGroup, CustomerGroupChange, NewCustomerGroup } from "../model/customer-group.ts";
import { Operation } from "../model/operation.ts";
import { contract } from "./contract.ts";
import { customerGroupMembers } from "./customer-group-members.ts";
import { groupedCustomers } from "./grouped-customers.ts";

const managing = ["customer.customer-groups.manage"] as const;
const onPlatform = ["platform.customer-groups.manage"] as const;

/** Named sets of the customers right below a customer, or of those below none. `all` is the group of all of them. */
export const customerGroups = {
  ...customerGroupMembers,
  ...groupedCustomers,
  create: contract({
    method: "POST",
    path: "/v1/customers/{customer}/customer-groups",
    summary: "Creates a group of sub-customers",
    allows: managing,
    body: NewCustomerGroup,
    returns: CustomerGroup,
    status: 201,
    refuses: ["name_taken"],
    replays: "customerGroups.get",
  }),
  list: contract({
    method: "GET",
    path: "/v1/customers/{customer}/customer-groups",
    summary: "Lists the groups of sub-customers, in the order of their names",
    allows: managing,
    returns: CustomerGroup,
    lists: true,
  }),
  get: contract({
    method: "GET",
    path: "/v1/customers/{customer}/customer-groups/{customerGroup}",
    summary: "Returns a group of sub-customers",
    allows: managing,
    returns: CustomerGroup,
  }),
  update: contract({
    method: "PATCH",
    path: "/v1/customers/{customer}/customer-groups/{customerGroup}",
    summary: "Changes name and description of a group of sub-customers",
    allows: managing,
    body: CustomerGroupChange,
    returns: CustomerGroup,
    ifMatch: "required",
    refuses: ["name_taken", "virtual_group"],
  }),
  delete: contract({
    method: "DELETE",
    path: "/v1/customers/{customer}/customer-groups/{customerGroup}",
    summary: "Deletes a group of sub-customers; they stay, and roles on the group end at once",
    allows: managing,
    returns: Operation,
    status: 202,
    ifMatch: "required",
    refuses: ["virtual_group"],
    whenDisabled: true,
  }),
  createOnPlatform: contract({
    method: "POST",
    path: "/v1/platform/customer-groups",
    summary: "Creates a group of customers that stand below no other",
    allows: onPlatform,
    body: NewCustomerGroup,
    returns: CustomerGroup,
    status: 201,
    refuses: ["name_taken"],
    replays: "customerGroups.getOnPlatform",
  }),
  listOnPlatform: contract({
    method: "GET",
    path: "/v1/platform/customer-groups",
    summary: "Lists the groups of customers that stand below no other, in the order of their names",
    allows: onPlatform,
    returns: CustomerGroup,
    lists: true,
  }),
  getOnPlatform: contract({
    method: "GET",
    path: "/v1/platform/customer-groups/{customerGroup}",
    summary: "Returns a group of customers that stand below no other",
    allows: onPlatform,
    returns: CustomerGroup,
  }),
  updateOnPlatform: contract({
    method: "PATCH",
    path: "/v1/platform/customer-groups/{customerGroup}",
    summary: "Changes name and description of a group of customers that stand below no other",
    allows: onPlatform,
    body: CustomerGroupChange,
    returns: CustomerGroup,
    ifMatch: "required",
    refuses: ["name_taken", "virtual_group"],
  }),
  deleteOnPlatform: contract({
    method: "DELETE",
    path: "/v1/platform/customer-groups/{customerGroup}",
    summary:
      "Deletes a group of customers that stand below no other; they stay, and roles on the group end at once",
    allows: onPlatform,
    returns: Operation,
    status: 202,
    ifMatch: "required",
    refuses: ["virtual_group"],
  }),
};
