import { CustomerGroupMember } from "../model/customer-group.ts";
import { Grant } from "../model/role.ts";
import { contract } from "./contract.ts";

const onPlatform = ["platform.customer-groups.manage"] as const;

/** Who holds roles on a group of customers. */
export const customerGroupMembers = {
  listMembers: contract({
    method: "GET",
    path: "/v1/customers/{customer}/customer-groups/{customerGroup}/members",
    summary: "Lists who holds roles on the group, and so on every customer in it",
    allows: ["customer.members.view"],
    returns: CustomerGroupMember,
    lists: true,
  }),
  grantRole: contract({
    method: "PUT",
    path: "/v1/customers/{customer}/customer-groups/{customerGroup}/members/{principal}/roles/{role}",
    summary: "Gives a role on every customer in the group, now and later, or changes when it ends",
    allows: ["customer.members.grant", "customer.members.edit"],
    body: Grant,
    returns: CustomerGroupMember,
    refuses: ["group_owner", "limit_reached", "user_unavailable"],
    mayWait: true,
  }),
  takeRole: contract({
    method: "DELETE",
    path: "/v1/customers/{customer}/customer-groups/{customerGroup}/members/{principal}/roles/{role}",
    summary: "Takes a role that is held on the group",
    allows: ["customer.members.edit", "customer.members.remove"],
    leaves: true,
    status: 204,
    whenDisabled: true,
  }),
  listMembersOnPlatform: contract({
    method: "GET",
    path: "/v1/platform/customer-groups/{customerGroup}/members",
    summary: "Lists who holds roles on the group, and so on every customer in it",
    allows: onPlatform,
    returns: CustomerGroupMember,
    lists: true,
  }),
  grantRoleOnPlatform: contract({
    method: "PUT",
    path: "/v1/platform/customer-groups/{customerGroup}/members/{principal}/roles/{role}",
    summary: "Gives a role on every customer in the group, now and later, or changes when it ends",
    allows: onPlatform,
    body: Grant,
    returns: CustomerGroupMember,
    refuses: ["group_owner", "limit_reached", "user_unavailable"],
    mayWait: true,
  }),
  takeRoleOnPlatform: contract({
    method: "DELETE",
    path: "/v1/platform/customer-groups/{customerGroup}/members/{principal}/roles/{role}",
    summary: "Takes a role that is held on the group",
    allows: onPlatform,
    leaves: true,
    status: 204,
  }),
};
