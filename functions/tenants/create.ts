import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";
import { newId } from "../../shared/model/id.ts";
import { mustBeActive } from "../../shared/model/project.ts";
import * as events from "../../shared/table/events.ts";
import * as projects from "../../shared/table/projects.ts";
import * as tenants from "../../shared/table/tenants.ts";

export const run = useCase(api.tenants.create, async (request) => {
  const { caller, customer, project, body, decision, now, happened, commit } = request;
  mustBeActive(project);
  const at = now.toISOString();
  const tenant = {
    ...body,
    id: newId("tenant", now),
    customer: customer.id,
    project: project.id,
    projectKey: project.key,
    status: "active" as const,
    version: 1,
    createdAt: at,
    createdBy: caller.id,
    updatedAt: at,
  };
  const event = happened({
    type: "customer.project.tenant.added",
    subject: tenant.id,
    projectId: project.id,
    after: { ...body },
  });
  await commit([projects.addTenant(project), ...tenants.create(tenant), events.record(event)], {
    project: project.id,
    tenant: tenant.id,
  });
  return seenBy(decision, tenant);
});
