import * as api from "../../shared/api/index.ts";
import { check } from "../../shared/lambda/parse.ts";
import { type Request, useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";
import { isPatched, patch, patchedFields } from "../../shared/model/patch.ts";
import { mustBeActive } from "../../shared/model/project.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { Tags } from "../../shared/model/tags.ts";
import * as events from "../../shared/table/events.ts";
import * as projects from "../../shared/table/projects.ts";

const editing = ["customer.projects.edit", "project.configure"] as const;

export const run = useCase(api.projects.update, async (request) => {
  const { caller, project, body, decision, now, mustMatch, happened, commit } = request;
  mayChange(request);
  mustBeActive(project);
  mustMatch(project.version);
  if (!isPatched(project, body)) return seenBy(decision, project);
  const changed = {
    ...patch(project, body),
    updatedAt: now.toISOString(),
    updatedBy: caller.id,
    version: project.version + 1,
  };
  if (body.tags && changed.tags) check(Tags(), changed.tags, "tags");
  const event = happened({
    type: "customer.project.updated",
    subject: project.key,
    projectId: project.id,
    before: patchedFields(project, body),
    after: patchedFields(changed, body),
  });
  await commit([projects.replace(changed, project.version), events.record(event)]);
  return seenBy(decision, changed);
});

/** Whoever edits tags for the platform changes nothing else. */
function mayChange({ body, decision }: Request<typeof api.projects.update>): void {
  const field = Object.keys(body).find((one) => one !== "tags");
  if (!field || decision.allows(...editing)) return;
  throw new Refusal(
    "forbidden",
    `To change ${field} takes the permission ${editing.join(" or ")}.`,
  );
}
