import { Member, Removal, RoleSet } from "../model/binding.ts";
import { Grant } from "../model/role.ts";
import { contract } from "./contract.ts";

const granting = [
  "customer.members.grant",
  "customer.members.edit",
  "customer.owners.manage",
] as const;

/** Who acts for a customer, and in which roles. */
export const members = {
  list: contract({
    method: "GET",
    path: "/v1/customers/{customer}/members",
    summary: "Lists who holds roles on the customer",
    allows: ["customer.members.view", "platform.customers.users.view"],
    returns: Member,
    lists: true,
  }),
  get: contract({
    method: "GET",
    path: "/v1/customers/{customer}/members/{principal}",
    summary: "Returns one member and their roles; everybody may read their own",
    allows: ["customer.view", "platform.customers.users.view"],
    returns: Member,
  }),
  join: contract({
    method: "POST",
    path: "/v1/customers/{customer}/join",
    summary: "Makes the caller an admin of the customer, as those who run the platform may",
    allows: ["platform.customers.join"],
    keptForPeople: true,
    returns: Member,
    refuses: ["customer_disabled", "customer_closing"],
    mayWait: true,
  }),
  setRoles: contract({
    method: "PUT",
    path: "/v1/customers/{customer}/members/{principal}/roles",
    summary: "Replaces the whole set of a member's roles",
    allows: granting,
    body: RoleSet,
    returns: Member,
    ifMatch: "required",
    refuses: ["group_owner", "last_owner", "owner_limit", "user_unavailable"],
    mayWait: true,
  }),
  grantRole: contract({
    method: "PUT",
    path: "/v1/customers/{customer}/members/{principal}/roles/{role}",
    summary: "Gives a role, or changes when it ends",
    allows: granting,
    body: Grant,
    returns: Member,
    ifMatch: "honoured",
    refuses: ["group_owner", "last_owner", "owner_limit", "user_unavailable"],
    mayWait: true,
  }),
  takeRole: contract({
    method: "DELETE",
    path: "/v1/customers/{customer}/members/{principal}/roles/{role}",
    summary: "Takes a role; with the last one goes the project access",
    allows: ["customer.view"],
    returns: Removal,
    ifMatch: "honoured",
    refuses: ["last_owner"],
    whenDisabled: true,
  }),
  remove: contract({
    method: "DELETE",
    path: "/v1/customers/{customer}/members/{principal}",
    summary: "Removes a member with all project access, or leaves when it is oneself",
    allows: ["customer.view"],
    leaves: true,
    returns: Removal,
    ifMatch: "required of others",
    refuses: ["last_owner"],
    whenDisabled: true,
  }),
};
