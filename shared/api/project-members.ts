import { Member } from "../model/binding.ts";
import { Grant } from "../model/role.ts";
import { contract } from "./contract.ts";

/** Who holds project roles. */
export const projectMembers = {
  list: contract({
    method: "GET",
    path: "/v1/customers/{customer}/projects/{project}/members",
    summary: "Lists who holds roles on the project",
    allows: ["customer.projects.access", "project.configure"],
    returns: Member,
    lists: true,
  }),
  grantRole: contract({
    method: "PUT",
    path: "/v1/customers/{customer}/projects/{project}/members/{principal}/roles/{role}",
    summary: "Gives a project role, or changes when it ends",
    allows: ["customer.projects.access"],
    body: Grant,
    returns: Member,
    ifMatch: "honoured",
    refuses: ["no_customer_access", "project_pending_deletion", "user_unavailable"],
    mayWait: true,
  }),
  takeRole: contract({
    method: "DELETE",
    path: "/v1/customers/{customer}/projects/{project}/members/{principal}/roles/{role}",
    summary: "Takes a project role",
    allows: ["project.view", "customer.projects.access"],
    status: 204,
    ifMatch: "honoured",
    whenDisabled: true,
  }),
  remove: contract({
    method: "DELETE",
    path: "/v1/customers/{customer}/projects/{project}/members/{principal}",
    summary: "Takes every role on the project, or leaves it when it is oneself",
    allows: ["project.view", "customer.projects.access"],
    status: 204,
    ifMatch: "required of others",
    whenDisabled: true,
  }),
};
