import { GroupedCustomer, GroupedCustomersChange } from "../model/customer-group.ts";
import { GroupChangeResult } from "../model/group-change.ts";
import { contract } from "./contract.ts";

const managing = ["customer.customer-groups.manage"] as const;
const onPlatform = ["platform.customer-groups.manage"] as const;

/** Which customers are in a group of customers. */
export const groupedCustomers = {
  listCustomers: contract({
    method: "GET",
    path: "/v1/customers/{customer}/customer-groups/{customerGroup}/customers",
    summary: "Lists the customers in the group",
    allows: managing,
    returns: GroupedCustomer,
    lists: true,
  }),
  addCustomer: contract({
    method: "PUT",
    path: "/v1/customers/{customer}/customer-groups/{customerGroup}/customers/{child}",
    summary: "Puts a customer into the group; takes every right that is held on the group",
    allows: managing,
    returns: GroupedCustomer,
    refuses: ["limit_reached", "virtual_group"],
    mayWait: true,
  }),
  removeCustomer: contract({
    method: "DELETE",
    path: "/v1/customers/{customer}/customer-groups/{customerGroup}/customers/{child}",
    summary: "Takes a customer out of the group",
    allows: managing,
    status: 204,
    refuses: ["virtual_group"],
    whenDisabled: true,
  }),
  changeCustomers: contract({
    method: "POST",
    path: "/v1/customers/{customer}/customer-groups/{customerGroup}/customers",
    summary: "Puts many customers in and takes many out, with a result for each",
    allows: managing,
    body: GroupedCustomersChange,
    returns: GroupChangeResult,
    refuses: ["virtual_group"],
  }),
  listCustomersOnPlatform: contract({
    method: "GET",
    path: "/v1/platform/customer-groups/{customerGroup}/customers",
    summary: "Lists the customers in the group",
    allows: onPlatform,
    returns: GroupedCustomer,
    lists: true,
  }),
  addCustomerOnPlatform: contract({
    method: "PUT",
    path: "/v1/platform/customer-groups/{customerGroup}/customers/{child}",
    summary: "Puts a customer into the group; takes every right that is held on the group",
    allows: onPlatform,
    returns: GroupedCustomer,
    refuses: ["limit_reached", "virtual_group"],
    mayWait: true,
  }),
  removeCustomerOnPlatform: contract({
    method: "DELETE",
    path: "/v1/platform/customer-groups/{customerGroup}/customers/{child}",
    summary: "Takes a customer out of the group",
    allows: onPlatform,
    status: 204,
    refuses: ["virtual_group"],
  }),
  changeCustomersOnPlatform: contract({
    method: "POST",
    path: "/v1/platform/customer-groups/{customerGroup}/customers",
    summary: "Puts many customers in and takes many out, with a result for each",
    allows: onPlatform,
    body: GroupedCustomersChange,
    returns: GroupChangeResult,
    refuses: ["virtual_group"],
  }),
};
