import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { queuedOperation } from "../../shared/model/operation.ts";
import { seenOperation } from "../../shared/model/operation-progress.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import { recordedRoles } from "../../shared/model/role.ts";
import * as events from "../../shared/table/events.ts";
import * as tasks from "../../shared/table/tasks.ts";
import * as userGroups from "../../shared/table/user-groups.ts";
import { groupOf, mustBeHere } from "./known.ts";

/** Its roles stand in its record: all that its members had through it ends with that. */
export const run = useCase(api.groups.deleteOnPlatform, { ahead: groupOf }, async (request) => {
  const { mustMatch, happened, commit } = request;
  const group = mustBeHere(request.ahead);
  mustMatch(group.version);
  const { identifier, platformRoles = {} } = group;
  const event = happened({
    type: "platform.group.deleted",
    subject: group.id,
    before: { identifier, roles: recordedRoles(platformRoles) },
  });
  const task = taskOf(event, "admin-group-deleted", group.id);
  await commit([...userGroups.remove(group), tasks.write(task), events.recordAnywhere(event)]);
  return seenOperation(queuedOperation(task));
});
