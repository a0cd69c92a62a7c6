import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { holdingsOf, onPlatform } from "../../shared/model/held-place.ts";
import { platform } from "../../shared/model/id.ts";
import { queuedOperation } from "../../shared/model/operation.ts";
import { seenOperation } from "../../shared/model/operation-progress.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import { recordedRoles, roleIdsOf } from "../../shared/model/role.ts";
import * as customerGroupBindings from "../../shared/table/customer-group-bindings.ts";
import * as events from "../../shared/table/events.ts";
import { onGroupsOf } from "../../shared/table/group-members.ts";
import * as tasks from "../../shared/table/tasks.ts";
import * as userGroups from "../../shared/table/user-groups.ts";
import { groupOf, mustBeHere } from "./known.ts";

/** Its roles stand in its record: all that its members had through it ends with that. */
export const run = useCase(api.groups.deleteOnPlatform, { ahead: withBound }, async (request) => {
  const { mustMatch, happened, commit, ahead, now } = request;
  const group = mustBeHere(ahead.group);
  mustMatch(group.version);
  const { identifier, platformRoles = {} } = group;
  const event = happened({
    type: "platform.group.deleted",
    subject: group.id,
    before: { identifier, roles: recordedRoles(platformRoles) },
  });
  const holdings = holdingsOf(group, [onPlatform(group), ...onGroupsOf(ahead.bound)], now);
  const held = ahead.bound?.roles ?? {};
  const task = taskOf(event, "admin-group-deleted", group.id, {
    ...holdings,
    before: [...new Set(Object.values(held).flatMap(roleIdsOf))],
    after: [],
    input: { onGroups: Object.keys(held) },
  });
  await commit([
    ...userGroups.remove(group),
    customerGroupBindings.clear({ principal: group.id, owner: platform }, ahead.bound),
    tasks.write(task),
    events.recordAnywhere(event),
  ]);
  return seenOperation(queuedOperation(task));
});

/** The group, and what it holds on groups of customers. */
async function withBound(who: unknown, asked: Parameters<typeof groupOf>[1]) {
  const [group, bound] = await Promise.all([
    groupOf(who, asked),
    customerGroupBindings.of({ principal: asked.params.group, owner: platform }),
  ]);
  return { group, bound };
}
