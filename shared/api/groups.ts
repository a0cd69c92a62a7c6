import { Operation } from "../model/operation.ts";
import { NewUserGroup, UserGroup, UserGroupChange } from "../model/user-group.ts";
import { contract } from "./contract.ts";

const managing = ["platform.admins.manage"] as const;

/** Named sets of users inside a customer, or on the platform. */
export const groups = {
  create: contract({
    method: "POST",
    path: "/v1/customers/{customer}/groups",
    summary: "Creates a user group",
    allows: ["customer.groups.manage"],
    body: NewUserGroup,
    returns: UserGroup,
    status: 201,
    refuses: ["identifier_taken"],
    replays: "groups.get",
  }),
  list: contract({
    method: "GET",
    path: "/v1/customers/{customer}/groups",
    summary: "Lists the user groups; without the right to see all of them, one's own",
    allows: ["customer.view"],
    returns: UserGroup,
    lists: true,
  }),
  get: contract({
    method: "GET",
    path: "/v1/customers/{customer}/groups/{group}",
    summary: "Returns a user group; everybody may read those they are in",
    allows: ["customer.view"],
    returns: UserGroup,
  }),
  update: contract({
    method: "PATCH",
    path: "/v1/customers/{customer}/groups/{group}",
    summary: "Changes a group's name and description",
    allows: ["customer.groups.manage"],
    body: UserGroupChange,
    returns: UserGroup,
    ifMatch: "required",
  }),
  delete: contract({
    method: "DELETE",
    path: "/v1/customers/{customer}/groups/{group}",
    summary: "Deletes a group; what its members had through it ends at once",
    allows: ["customer.groups.manage"],
    returns: Operation,
    status: 202,
    ifMatch: "required",
    whenDisabled: true,
  }),
  createOnPlatform: contract({
    method: "POST",
    path: "/v1/platform/groups",
    summary: "Creates a group of people who run the platform",
    allows: managing,
    body: NewUserGroup,
    returns: UserGroup,
    status: 201,
    refuses: ["identifier_taken"],
    replays: "groups.getOnPlatform",
  }),
  listOnPlatform: contract({
    method: "GET",
    path: "/v1/platform/groups",
    summary: "Lists the groups of the platform",
    allows: managing,
    returns: UserGroup,
    lists: true,
  }),
  getOnPlatform: contract({
    method: "GET",
    path: "/v1/platform/groups/{group}",
    summary: "Returns a group of the platform",
    allows: managing,
    returns: UserGroup,
  }),
  updateOnPlatform: contract({
    method: "PATCH",
    path: "/v1/platform/groups/{group}",
    summary: "Changes name and description of a group of the platform",
    allows: managing,
    body: UserGroupChange,
    returns: UserGroup,
    ifMatch: "required",
  }),
  deleteOnPlatform: contract({
    method: "DELETE",
    path: "/v1/platform/groups/{group}",
    summary:
      "Deletes a group of the platform; the roles that its members had through it end at once",
    allows: managing,
    returns: Operation,
    status: 202,
    ifMatch: "required",
  }),
};
