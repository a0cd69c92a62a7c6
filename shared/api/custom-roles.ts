import {
  CustomRoleChange,
  NewCustomRole,
  NewProjectRole,
  ProjectRoleChange,
} from "../model/custom-role.ts";
import { RoleEntry } from "../model/role-catalogue.ts";
import { contract } from "./contract.ts";

const managing = ["platform.project-roles.manage"] as const;

/** Roles that a customer makes for itself, and those that the platform makes for projects everywhere. */
export const customRoles = {
  create: contract({
    method: "POST",
    path: "/v1/customers/{customer}/roles",
    summary: "Creates a role out of permissions that one holds",
    allows: ["customer.roles.manage"],
    body: NewCustomRole,
    returns: RoleEntry,
    status: 201,
    refuses: ["identifier_taken", "limit_reached"],
    replays: "customRoles.get",
  }),
  list: contract({
    method: "GET",
    path: "/v1/customers/{customer}/roles",
    summary: "Lists the roles that may be held on the customer, built-in ones first",
    allows: ["customer.view"],
    returns: RoleEntry,
    lists: true,
  }),
  get: contract({
    method: "GET",
    path: "/v1/customers/{customer}/roles/{role}",
    summary: "Returns a role that may be held on the customer",
    allows: ["customer.view"],
    returns: RoleEntry,
  }),
  update: contract({
    method: "PATCH",
    path: "/v1/customers/{customer}/roles/{role}",
    summary: "Changes a role at once for everybody who holds it",
    allows: ["customer.roles.manage"],
    body: CustomRoleChange,
    returns: RoleEntry,
    ifMatch: "required",
    mayWait: true,
  }),
  delete: contract({
    method: "DELETE",
    path: "/v1/customers/{customer}/roles/{role}",
    summary: "Deletes a role that nobody holds",
    allows: ["customer.roles.manage"],
    status: 204,
    ifMatch: "required",
    refuses: ["role_held"],
    whenDisabled: true,
  }),
  createOnPlatform: contract({
    method: "POST",
    path: "/v1/platform/project-roles",
    summary: "Creates a role for projects everywhere",
    allows: managing,
    body: NewProjectRole,
    returns: RoleEntry,
    status: 201,
    refuses: ["identifier_taken", "limit_reached"],
    replays: "customRoles.getOnPlatform",
  }),
  listOnPlatform: contract({
    method: "GET",
    path: "/v1/platform/project-roles",
    summary: "Lists the roles that may be held on projects, built-in ones first",
    allows: managing,
    returns: RoleEntry,
    lists: true,
  }),
  getOnPlatform: contract({
    method: "GET",
    path: "/v1/platform/project-roles/{role}",
    summary: "Returns a role that may be held on projects",
    allows: managing,
    returns: RoleEntry,
  }),
  updateOnPlatform: contract({
    method: "PATCH",
    path: "/v1/platform/project-roles/{role}",
    summary: "Changes a project role at once for everybody who holds it",
    allows: managing,
    body: ProjectRoleChange,
    returns: RoleEntry,
    ifMatch: "required",
  }),
  deleteOnPlatform: contract({
    method: "DELETE",
    path: "/v1/platform/project-roles/{role}",
    summary: "Deletes a project role that nobody holds",
    allows: managing,
    status: 204,
    ifMatch: "required",
    refuses: ["role_held"],
  }),
};
