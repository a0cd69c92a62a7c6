import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { queuedOperation } from "../../shared/model/operation.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import { recordedRoles, roleIdsOf } from "../../shared/model/role.ts";
import * as bindings from "../../shared/table/bindings.ts";
import * as events from "../../shared/table/events.ts";
import * as tasks from "../../shared/table/tasks.ts";
import * as userGroups from "../../shared/table/user-groups.ts";
import { groupOf, mustBeHere } from "./known.ts";

export const run = useCase(api.groups.delete, { ahead: groupOf }, async (request) => {
  const { customer, mustMatch, happened, commit } = request;
  const group = mustBeHere(request.ahead, customer);
  mustMatch(group.version);
  const binding = await bindings.onCustomerOf(customer.id, group.id);
  const roles = binding?.roles ?? {};
  const event = happened({
    type: "customer.group.deleted",
    subject: group.id,
    before: { identifier: group.identifier, roles: recordedRoles(roles) },
  });
  const task = taskOf(event, "group-deleted", group.id, {
    ...(binding && { under: binding.since }),
    ...{ name: group.displayName, before: roleIdsOf(roles), after: [] },
  });
  await commit([
    ...userGroups.remove(group),
    binding ? bindings.remove(binding) : bindings.holdsNothing(group.id, customer.id, "outdated"),
    tasks.write(task),
    events.record(event),
  ]);
  return queuedOperation(task);
});
