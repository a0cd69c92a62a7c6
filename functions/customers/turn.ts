import type * as api from "../../shared/api/index.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import type { StoredCustomer } from "../../shared/model/customer.ts";
import { ownerIds } from "../../shared/model/owners.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { contactsAlong, seenCustomer } from "../../shared/model/seen-customer.ts";
import * as customers from "../../shared/table/customers.ts";
import * as events from "../../shared/table/events.ts";
import * as rights from "../../shared/table/rights.ts";
import * as users from "../../shared/table/users.ts";

/** Switches a customer off or on again. What is so already stays, without an event. */
export async function turn(
  request: Request<(typeof api.customers)["disable" | "enable"]>,
  status: "active" | "disabled",
) {
  const { caller, customer, owners, body, decision, now, happened, commit } = request;
  const places = [owners, ...request.ownersAbove];
  const people = await users.byIds([...new Set(places.flatMap(ownerIds))]);
  const contacts = contactsAlong(places, people, now);
  if (customer.status === status) return seenCustomer(customer, contacts, decision);
  if (customer.status !== "active" && customer.status !== "disabled")
    throw new Refusal("customer_closing");
  const { disabledReason: _, ...rest } = customer;
  const turned: StoredCustomer = {
    ...rest,
    status,
    version: customer.version + 1,
    ...(status === "disabled" && { disabledReason: body.reason }),
    updatedAt: now.toISOString(),
    updatedBy: caller.id,
  };
  const allowed = decision.grantOf("platform.customers.disable");
  await commit([
    ...customers.turnOpen(turned, customer),
    ...(status === "active" ? rights.stillHeld(caller.id, allowed, now) : []),
    events.record(
      happened({
        type: status === "active" ? "customer.enabled" : "customer.disabled",
        subject: customer.id,
        reason: body.reason,
      }),
    ),
  ]);
  return seenCustomer(turned, contacts, decision);
}
