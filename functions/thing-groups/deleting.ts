import { type At, ownedBy } from "../../shared/lambda/things.ts";
import { type Operation, queuedOperation } from "../../shared/model/operation.ts";
import { seenOperation } from "../../shared/model/operation-progress.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import type { StoredThingGroup } from "../../shared/model/thing-group.ts";
import * as events from "../../shared/table/events.ts";
import * as tasks from "../../shared/table/tasks.ts";
import * as thingGroups from "../../shared/table/thing-groups.ts";
import { mustBeMade } from "./known.ts";

interface Deleting extends At {
  params: At["params"] & { thingGroup: string };
  ahead: StoredThingGroup | undefined;
  mustMatch(version: number): void;
}

/** Deletes a group. Nothing joins it from then on; the worker takes out what is in it. */
export async function remove(request: Deleting): Promise<Operation> {
  const { customer, params, mustMatch, happened, commit } = request;
  const owned = ownedBy(request);
  const group = mustBeMade(request.ahead, owned, params);
  mustMatch(group.version);
  const event = happened({
    type: customer ? "customer.thing-group.deleted" : "platform.thing-group.deleted",
    subject: group.id,
    before: { name: group.name },
  });
  const task = taskOf(event, "thing-group-deleted", group.id, { things: owned.things });
  await commit([thingGroups.remove(group), events.recordAnywhere(event), tasks.write(task)]);
  return seenOperation(queuedOperation(task));
}
