import * as api from "../../shared/api/index.ts";
import { type Request, useCase } from "../../shared/lambda/use-case.ts";
import type { StoredCustomer } from "../../shared/model/customer.ts";
import { operationOf } from "../../shared/model/id.ts";
import { queuedOperation } from "../../shared/model/operation.ts";
import { seenOperation } from "../../shared/model/operation-progress.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { blocked, blockersOf } from "../../shared/table/closing-blockers.ts";
import * as closingCounts from "../../shared/table/closing-counts.ts";
import * as customers from "../../shared/table/customers.ts";
import * as events from "../../shared/table/events.ts";
import * as projects from "../../shared/table/projects.ts";
import * as rights from "../../shared/table/rights.ts";
import * as tasks from "../../shared/table/tasks.ts";

/** Everybody's access ends with this one transaction; what is below is looked at first where it goes along. */
export const run = useCase(api.customers.close, async (request) => {
  const { customer, body, query, mustMatch, decision, caller, now, happened, commit } = request;
  const { confirm, reason, recursive = false } = body;
  if (confirm !== customer.id)
    throw new Refusal("invalid", "Type the customer's id in confirm, exactly as it is.", {
      errors: [{ pointer: "/confirm", message: `must be ${customer.id}` }],
    });
  const was = statusToClose(customer);
  mustMatch(customer.version);
  const blockers = await blockersOf(customer.id, { recursive });
  if (query.dryRun)
    return { dryRun: true, blockers, counts: await closingCounts.of(customer.id, { recursive }) };
  if (blockers.length > 0) throw blocked(customer.id, blockers);
  const looksBelow = recursive && (await hasBelow(request));
  const event = happened({
    type: looksBelow ? "customer.checking" : "customer.closing",
    ...{ subject: customer.id, reason },
  });
  const input = { reason, was, recursive: looksBelow };
  const task = taskOf(event, "closing", customer.id, { input });
  const turned: StoredCustomer = {
    ...{ ...customer, status: looksBelow ? "checking" : "deleting", version: customer.version + 1 },
    ...{ updatedAt: now.toISOString(), updatedBy: caller.id },
  };
  const allowed = decision.grantOf("customer.delete", "platform.customers.delete");
  await commit(
    [
      ...customers.turn(turned, customer.version),
      ...(looksBelow ? [] : [customers.receivedNone(request.gate)]),
      projects.none(customer.id),
      ...rights.stillHeld(caller.id, allowed, now, customer.id),
      events.record(event),
      tasks.write(task),
    ],
    { operation: operationOf(event.id) },
  );
  return { dryRun: false, ...seenOperation(queuedOperation(task)) };
});

function statusToClose({ id, status }: StoredCustomer): "active" | "disabled" {
  if (status === "active" || status === "disabled") return status;
  const word = status === "deleted" ? "was closed already" : "is being closed already";
  throw new Refusal("customer_closing", `${id} ${word}.`);
}

/** True while customers stand below: one that comes now is met by the condition. */
async function hasBelow({ customer }: Request<typeof api.customers.close>): Promise<boolean> {
  return (await blockersOf(customer.id, {})).some(({ kind }) => kind === "sub-customer");
}
