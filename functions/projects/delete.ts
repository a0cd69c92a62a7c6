import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { operationOf } from "../../shared/model/id.ts";
import { queuedOperation } from "../../shared/model/operation.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as events from "../../shared/table/events.ts";
import * as projects from "../../shared/table/projects.ts";
import * as tasks from "../../shared/table/tasks.ts";

export const run = useCase(api.projects.delete, async ({ project, body, happened, commit }) => {
  if (body.confirm !== project.id)
    throw new Refusal("invalid", "Type the project's id in confirm, exactly as it is.", {
      errors: [{ pointer: "/confirm", message: `must be ${project.id}` }],
    });
  const event = happened({
    type: "customer.project.deleted",
    subject: project.key,
    projectId: project.id,
    before: { displayName: project.displayName },
    reason: body.reason,
  });
  const task = taskOf(event, "project-deleted", project.key, { name: project.displayName });
  await commit([...projects.remove(project), events.record(event), tasks.write(task)], {
    operation: operationOf(event.id),
  });
  return queuedOperation(task);
});
