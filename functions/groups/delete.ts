import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { type CustomerBinding, holdsRoles } from "../../shared/model/binding.ts";
import { holdingsOf } from "../../shared/model/held-place.ts";
import { queuedOperation } from "../../shared/model/operation.ts";
import { seenOperation } from "../../shared/model/operation-progress.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { recordedRoles, roleIdsOf } from "../../shared/model/role.ts";
import * as bindings from "../../shared/table/bindings.ts";
import * as customerGroupBindings from "../../shared/table/customer-group-bindings.ts";
import * as events from "../../shared/table/events.ts";
import { heldBy, onGroupsOf } from "../../shared/table/group-members.ts";
import * as tasks from "../../shared/table/tasks.ts";
import * as userGroups from "../../shared/table/user-groups.ts";
import { groupOf, mustBeHere } from "./known.ts";

export const run = useCase(api.groups.delete, { ahead: groupOf }, async (request) => {
  const { customer, mustMatch, happened, commit, now } = request;
  const group = mustBeHere(request.ahead, customer);
  mustMatch(group.version);
  const { onCustomers, onGroups } = await everywhere(group.id);
  const binding = onCustomers.find((one) => one.customer === customer.id);
  const below = onCustomers.filter((one) => one !== binding && holdsRoles(one));
  const roles = binding?.roles ?? {};
  const event = happened({
    type: "customer.group.deleted",
    subject: group.id,
    before: { identifier: group.identifier, roles: recordedRoles(roles) },
  });
  const task = taskOf(event, "group-deleted", group.id, {
    ...(binding && { under: binding.since }),
    name: group.displayName,
    before: roleIdsOf(roles),
    after: [],
    ...holdingsOf(group, [binding, ...below, ...onGroups.flatMap(onGroupsOf)], now),
  });
  await commit([
    ...userGroups.remove(group),
    binding ? bindings.remove(binding) : bindings.holdsNothing(group.id, customer.id, "outdated"),
    ...below.map(emptied),
    ...onGroups.map((bound) => customerGroupBindings.clear(bound, bound)),
    tasks.write(task),
    events.record(event),
  ]);
  return seenOperation(queuedOperation(task));
});

/** A binding without its roles: the cascade finds by it what rests on it at a customer below. */
const emptied = (binding: CustomerBinding) =>
  bindings.put({ ...binding, roles: {}, version: binding.version + 1 }, binding);

/** Customers, and owners of groups of customers, that a group may hold roles on when it goes: all of it is one transaction. */
const boundAtMost = 80;

/** What the group holds on its customer and on those below, and on groups of customers: all its roles go at once. */
async function everywhere(group: string) {
  const held = await heldBy(group);
  if (held.onCustomers.filter(holdsRoles).length + held.onGroups.length > boundAtMost)
    throw new Refusal(
      "limit_reached",
      `The group holds roles on more than ${boundAtMost} customers. Take them on some of those first.`,
    );
  return held;
}
