import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";
import { newId } from "../../shared/model/id.ts";
import { firstVersion } from "../../shared/model/version.ts";
import * as events from "../../shared/table/events.ts";
import * as gates from "../../shared/table/gates.ts";
import * as projects from "../../shared/table/projects.ts";
import * as rights from "../../shared/table/rights.ts";

export const run = useCase(api.projects.create, async (request) => {
  const { caller, customer, body, now, decision, happened, commit } = request;
  const at = now.toISOString();
  const project = {
    ...body,
    key: newId("project", now),
    customer: customer.id,
    status: "active" as const,
    tenants: 0,
    version: firstVersion(now),
    createdAt: at,
    createdBy: caller.id,
    updatedAt: at,
    updatedBy: caller.id,
  };
  const event = happened({
    type: "customer.project.created",
    subject: project.key,
    projectId: project.id,
    after: { displayName: project.displayName },
  });
  await commit(
    [
      ...projects.create(project),
      gates.isOpen(customer.id),
      ...rights.stillHeld(
        caller.id,
        decision.grantOf("customer.projects.create"),
        now,
        customer.id,
      ),
      events.record(event),
    ],
    { project: project.id },
  );
  return seenBy(decision, project);
});
