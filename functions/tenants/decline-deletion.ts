import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { operationOf } from "../../shared/model/id.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import * as events from "../../shared/table/events.ts";
import * as projects from "../../shared/table/projects.ts";
import * as tasks from "../../shared/table/tasks.ts";
import * as tenants from "../../shared/table/tenants.ts";
import { decided, mustBePending, toRequester } from "./deciding.ts";

/** What was confirmed before is gone; the project stays with the tenants that are left. */
export const run = useCase(api.tenants.declineDeletion, async (request) => {
  const { params, body, project, now, happened, commit } = request;
  const all = await tenants.all(project);
  const found = all.find(({ id }) => id === params.tenant);
  const { tenant, deletion } = mustBePending(project, found);
  const { deletion: _, ...kept } = project;
  const version = project.version + 1;
  const next = { ...kept, status: "active" as const, version };
  const { reason } = body;
  const event = happened({
    type: "customer.project.deletion.declined",
    subject: project.key,
    projectId: project.id,
    before: { requestedBy: deletion.requestedBy },
    after: { tenant: tenant.id },
    reason,
  });
  const { requestedBy: requester } = deletion;
  const task = taskOf(event, "project-deletion-declined", project.key, { version, reason });
  await commit([
    projects.replace(next, project.version),
    ...tenants.keep(all, now),
    events.record(event),
    tasks.write(task),
    ...toRequester(event, "project-deletion-declined", requester, { version, reason }),
  ]);
  const { id, status, tenants: left } = next;
  return decided("declined", tenant, { id, status, tenants: left }, operationOf(event.id));
});
