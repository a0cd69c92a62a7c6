import type { Request } from "../../shared/lambda/use-case.ts";
import type {
  CustomerGroupChange,
  StoredCustomerGroup,
} from "../../shared/model/customer-group.ts";
import { isPatched, patch, patchedFields } from "../../shared/model/patch.ts";
import * as customerGroups from "../../shared/table/customer-groups.ts";
import * as events from "../../shared/table/events.ts";
import type { Asking } from "./known.ts";

type Changing = Asking & Pick<Request, "mustMatch"> & { body: CustomerGroupChange };

/** Changes what a group of customers is called. */
export async function change(request: Changing, group: StoredCustomerGroup) {
  const { caller, customer, body, now, mustMatch, happened, commit } = request;
  mustMatch(group.version);
  if (!isPatched(group, body)) return group;
  const changed = {
    ...patch(group, body),
    updatedAt: now.toISOString(),
    updatedBy: caller.id,
    version: group.version + 1,
  };
  const event = happened({
    type: `${customer ? "customer" : "platform"}.customer-group.updated` as const,
    subject: group.id,
    before: patchedFields(group, body),
    after: patchedFields(changed, body),
  });
  await commit([...customerGroups.rename(changed, group), events.recordAnywhere(event)]);
  return changed;
}
