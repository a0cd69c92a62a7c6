import { CustomerBeginning } from "../model/customer.ts";
import { DeletionAnswer } from "../model/deletion.ts";
import { DryRun } from "../model/invitation-bulk.ts";
import {
  NewProject,
  Project,
  ProjectChange,
  ProjectCount,
  ProjectDeletion,
  ProjectQuota,
} from "../model/project.ts";
import { contract } from "./contract.ts";

/** Containers of work inside a customer. */
export const projects = {
  create: contract({
    method: "POST",
    path: "/v1/customers/{customer}/projects",
    summary: "Creates a project",
    allows: ["customer.projects.create"],
    body: NewProject,
    returns: Project,
    status: 201,
    refuses: ["identifier_taken", "limit_reached"],
    replays: "projects.get",
  }),
  list: contract({
    method: "GET",
    path: "/v1/customers/{customer}/projects",
    summary: "Lists the projects that the caller may view",
    allows: ["customer.view", "platform.projects.view"],
    returns: Project,
    lists: true,
  }),
  listAll: contract({
    method: "GET",
    path: "/v1/platform/projects",
    summary: "Lists the projects of all customers, customer by customer in the order of their ids",
    allows: ["platform.projects.view"],
    query: CustomerBeginning,
    returns: Project,
    lists: true,
  }),
  exportAll: contract({
    method: "GET",
    path: "/v1/platform/projects/export",
    summary: "Returns the projects of all customers, a line of JSON for each; a Link leads on",
    allows: ["platform.projects.export"],
    query: CustomerBeginning,
    returns: Project,
    lists: true,
    media: "application/x-ndjson",
  }),
  get: contract({
    method: "GET",
    path: "/v1/customers/{customer}/projects/{project}",
    summary: "Returns a project",
    allows: ["project.view", "customer.projects.view", "platform.projects.view"],
    returns: Project,
  }),
  setQuota: contract({
    method: "PUT",
    path: "/v1/customers/{customer}/projects/quota",
    summary: "Sets the project quota of a customer",
    allows: ["platform.quotas.manage"],
    body: ProjectQuota,
    returns: ProjectCount,
    refuses: ["limit_reached"],
  }),
  update: contract({
    method: "PATCH",
    path: "/v1/customers/{customer}/projects/{project}",
    summary: "Changes a project's name, description and tags",
    allows: ["customer.projects.edit", "project.configure", "platform.projects.tags.edit"],
    body: ProjectChange,
    returns: Project,
    ifMatch: "required",
    refuses: ["project_pending_deletion"],
  }),
  delete: contract({
    method: "POST",
    path: "/v1/customers/{customer}/projects/{project}/delete",
    summary:
      "Takes all access to a project away and deletes it for good, one with tenants once operators have confirmed that each of them is gone; or says what would go",
    allows: ["customer.projects.delete"],
    query: DryRun,
    foresees: true,
    body: ProjectDeletion,
    returns: DeletionAnswer,
    status: 202,
    refuses: ["project_pending_deletion"],
    replays: "operations.get",
    whenDisabled: true,
  }),
};
