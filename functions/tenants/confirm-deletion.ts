import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { operationOf } from "../../shared/model/id.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import * as events from "../../shared/table/events.ts";
import * as projects from "../../shared/table/projects.ts";
import * as tasks from "../../shared/table/tasks.ts";
import * as tenants from "../../shared/table/tenants.ts";
import { decided, mustBePending, toRequester } from "./deciding.ts";

/** Whoever finds no other tenant left takes the project with it, however many confirm at the same time. */
export const run = useCase(api.tenants.confirmDeletion, async (request) => {
  const { params, project, now, happened, commit } = request;
  const found = await tenants.byId(project.customer, project.key, params.tenant);
  const { tenant, deletion } = mustBePending(project, found);
  const { id, displayName, version } = project;
  const { reason, requestedBy: requester } = deletion;
  const { platform, identifier } = tenant;
  const gone = happened({
    type: "customer.project.tenant.removed",
    subject: tenant.id,
    projectId: id,
    reason,
    before: { platform, identifier },
  });
  const writes = [...tenants.remove(tenant), events.record(gone)];
  const left = project.tenants - 1;
  if (left > 0) {
    await commit([projects.removeTenant(project), ...writes]);
    return decided("confirmed", tenant, { id, status: project.status, tenants: left });
  }
  const event = happened({
    type: "customer.project.deleted",
    subject: project.key,
    projectId: id,
    reason,
    before: { displayName },
    after: { requestedBy: requester },
  });
  const task = taskOf(event, "project-deleted", project.key, { name: displayName, requester });
  const lost = { customer: false, projects: [displayName], count: 1 };
  await commit([
    ...projects.remove(project, now),
    ...writes,
    events.record(event),
    tasks.write(task),
    ...toRequester(event, "project-deleted", requester, { version, lost }),
  ]);
  const answer = { id, status: "deleted", tenants: 0 } as const;
  return decided("confirmed", tenant, answer, operationOf(event.id));
});
