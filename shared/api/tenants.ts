import { Reasoned } from "../model/reasoned.ts";
import { NewTenant, Tenant, TenantDecision, TenantFilter } from "../model/tenant.ts";
import { contract } from "./contract.ts";

const path = "/v1/customers/{customer}/projects/{project}/tenants";

const viewing = [
  "project.tenants.view",
  "platform.tenants.view",
  "platform.project-management.view",
] as const;

/** What projects have in cloud platforms. */
export const tenants = {
  create: contract({
    method: "POST",
    path,
    summary: "Registers what a project has in a cloud platform",
    allows: ["customer.projects.tenants.add"],
    body: NewTenant,
    returns: Tenant,
    status: 201,
    refuses: ["identifier_taken", "limit_reached", "project_pending_deletion"],
    replays: "tenants.get",
  }),
  list: contract({
    method: "GET",
    path,
    summary: "Lists the tenants of a project, oldest first",
    allows: viewing,
    returns: Tenant,
    lists: true,
  }),
  get: contract({
    method: "GET",
    path: `${path}/{tenant}`,
    summary: "Returns a tenant",
    allows: viewing,
    returns: Tenant,
  }),
  confirmDeletion: contract({
    method: "POST",
    path: `${path}/{tenant}/confirm-deletion`,
    summary:
      "Reports that a tenant is gone from its platform; with its last tenant the project is deleted for good",
    allows: ["platform.tenants.delete"],
    returns: TenantDecision,
    refuses: ["nothing_pending"],
    whenDisabled: true,
  }),
  declineDeletion: contract({
    method: "POST",
    path: `${path}/{tenant}/decline-deletion`,
    summary:
      "Reports that a tenant stays: its project is active again, with the access that still holds",
    allows: ["platform.tenants.delete"],
    body: Reasoned,
    returns: TenantDecision,
    refuses: ["nothing_pending"],
    whenDisabled: true,
  }),
  listPending: contract({
    method: "GET",
    path: "/v1/platform/tenants",
    summary: "Lists the tenants of all customers whose deletion waits for a word, oldest first",
    allows: ["platform.tenants.view", "platform.project-management.view"],
    query: TenantFilter,
    returns: Tenant,
    lists: true,
  }),
};
