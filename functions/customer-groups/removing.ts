import type { StoredCustomerGroup } from "../../shared/model/customer-group.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import * as customerGroups from "../../shared/table/customer-groups.ts";
import * as events from "../../shared/table/events.ts";
import * as groupedCustomers from "../../shared/table/grouped-customers.ts";
import * as tasks from "../../shared/table/tasks.ts";
import { type Asking, ownerIn } from "./known.ts";

/** Takes a customer out of a group; false when it was not in it. What was held there through the group ends at once. */
export async function take(asking: Asking, group: StoredCustomerGroup, id: string) {
  const { customer, happened, commit } = asking;
  const owner = ownerIn(asking);
  const { groups } = await groupedCustomers.readChild(id, owner);
  if (!groups.has(group.id)) return false;
  const event = happened({
    type: `${customer ? "customer" : "platform"}.customer-group.customer.removed` as const,
    subject: id,
    before: { customerGroup: group.id },
  });
  // Where no role was ever bound on the group, nothing rests on it.
  const isBound = (group.boundRoles?.size ?? 0) > 0;
  await commit([
    ...groupedCustomers.takeOut({ customer: id, owner, group: group.id }),
    events.recordAnywhere(event),
    isBound
      ? tasks.write(taskOf(event, "customer-ungrouped", id, { customer: id }))
      : customerGroups.isAsRead(group),
  ]);
  return true;
}
