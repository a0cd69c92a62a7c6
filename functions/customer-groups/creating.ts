import type { CustomerGroup, NewCustomerGroup } from "../../shared/model/customer-group.ts";
import { newId } from "../../shared/model/id.ts";
import * as customerGroups from "../../shared/table/customer-groups.ts";
import * as events from "../../shared/table/events.ts";
import * as gates from "../../shared/table/gates.ts";
import * as rights from "../../shared/table/rights.ts";
import { type Asking, managing } from "./known.ts";

/** Makes a group of the customers below a customer or, without one, of those below none. */
export async function create(request: Asking & { body: NewCustomerGroup }): Promise<CustomerGroup> {
  const { caller, customer, body, now, decision, happened, commit } = request;
  const at = now.toISOString();
  const group = {
    ...body,
    id: newId("customerGroup", now),
    customer: customer?.id,
    version: 1,
    createdAt: at,
    createdBy: caller.id,
    updatedAt: at,
    updatedBy: caller.id,
  };
  const event = happened({
    type: `${customer ? "customer" : "platform"}.customer-group.created` as const,
    subject: group.id,
    after: { displayName: group.displayName },
  });
  await commit(
    [
      ...customerGroups.create(group),
      ...(customer ? [gates.isOpen(customer.id)] : []),
      ...rights.stillHeld(caller.id, decision.grantOf(managing(request)), now, customer?.id),
      events.recordAnywhere(event),
    ],
    { customerGroup: group.id },
  );
  return group;
}
