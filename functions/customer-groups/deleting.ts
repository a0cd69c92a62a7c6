import type { Request } from "../../shared/lambda/use-case.ts";
import type { StoredCustomerGroup } from "../../shared/model/customer-group.ts";
import { queuedOperation } from "../../shared/model/operation.ts";
import { seenOperation } from "../../shared/model/operation-progress.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import * as customerGroups from "../../shared/table/customer-groups.ts";
import * as events from "../../shared/table/events.ts";
import * as tasks from "../../shared/table/tasks.ts";
import type { Asking } from "./known.ts";

/** Deletes a group of customers. They stay; what was held on the group ends with its record. */
export async function remove(
  { customer, mustMatch, happened, commit }: Asking & Pick<Request, "mustMatch">,
  group: StoredCustomerGroup,
) {
  mustMatch(group.version);
  const event = happened({
    type: `${customer ? "customer" : "platform"}.customer-group.deleted` as const,
    subject: group.id,
    before: { displayName: group.displayName },
  });
  const isBound = (group.boundRoles?.size ?? 0) > 0;
  const task = taskOf(event, "customer-group-deleted", group.id, {
    name: group.displayName,
    input: { isBound },
  });
  await commit([...customerGroups.remove(group), tasks.write(task), events.recordAnywhere(event)]);
  return seenOperation(queuedOperation(task));
}
