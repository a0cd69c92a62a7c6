import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import type { Event } from "../../shared/model/event.ts";
import { operationOf } from "../../shared/model/id.ts";
import { queuedOperation } from "../../shared/model/operation.ts";
import { seenOperation } from "../../shared/model/operation-progress.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import { mustBeActive, type StoredProject } from "../../shared/model/project.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as deletionCounts from "../../shared/table/deletion-counts.ts";
import * as events from "../../shared/table/events.ts";
import * as projects from "../../shared/table/projects.ts";
import * as tasks from "../../shared/table/tasks.ts";
import * as tenants from "../../shared/table/tenants.ts";

/** What has tenants is gone when the last of them is, and gives nobody access until then. */
export const run = useCase(api.projects.delete, async (request) => {
  const { project, body, now, happened, commit, isRehearsal } = request;
  const { confirm, reason } = body;
  if (confirm !== project.id)
    throw new Refusal("invalid", "Type the project's id in confirm, exactly as it is.", {
      errors: [{ pointer: "/confirm", message: `must be ${project.id}` }],
    });
  mustBeActive(project);
  const waits = project.tenants > 0;
  const event = happened({
    type: waits ? "customer.project.deletion.requested" : "customer.project.deleted",
    subject: project.key,
    projectId: project.id,
    reason,
    before: { displayName: project.displayName, ...(waits && { tenants: project.tenants }) },
  });
  const kind = waits ? "project-deletion-requested" : "project-deleted";
  const task = taskOf(event, kind, project.key, { name: project.displayName });
  const writes = waits ? await marked(project, event) : projects.remove(project, now);
  await commit([...writes, events.record(event), tasks.write(task)], {
    operation: operationOf(event.id),
  });
  if (isRehearsal)
    return { dryRun: true, kind: task.task, counts: await deletionCounts.ofProject(project) };
  return { dryRun: false, ...seenOperation(queuedOperation(task)) };
});

/** A tenant registered meanwhile raises the project's version, and all is planned anew. */
async function marked(
  project: StoredProject,
  { id, at: requestedAt, actor, reason = "" }: Event,
): Promise<Write[]> {
  const deletion = { reason, requestedAt };
  const asked = { operation: operationOf(id), requestedBy: actor.id };
  const next: StoredProject = {
    ...project,
    status: "pending_deletion",
    version: project.version + 1,
    deletion: { ...deletion, ...asked },
  };
  return [
    projects.replace(next, project.version),
    ...tenants.ask(await tenants.all(project), deletion, asked.operation),
  ];
}
