import type { CustomerBinding } from "../../shared/model/binding.ts";
import type { Event } from "../../shared/model/event.ts";
import { newId, operationOf } from "../../shared/model/id.ts";
import type { Task } from "../../shared/model/outbox.ts";
import { settledBinding } from "../../shared/model/settled.ts";
import * as bindings from "../../shared/table/bindings.ts";
import * as events from "../../shared/table/events.ts";
import * as remains from "../../shared/table/remains.ts";
import { causeOf } from "./cause.ts";
import type { Part } from "./kind.ts";
import { lapse } from "./lapse.ts";
import { committed } from "./revoke.ts";

/** Since when somebody had access to a customer that nothing gives them any more. */
export interface AccessLeft {
  id: string;
  principal: string;
  customer: string;
  since: string;
}

/** What is kept of it to be ended. */
export const leftOf = ({ principal, customer, since }: CustomerBinding): AccessLeft => ({
  ...{ id: customer, principal, customer, since },
});

/** The group that is gone altogether. */
export const groupOf = ({ task, subject }: Task) =>
  task === "group-deleted" ? subject : undefined;

/** Ends it in one transaction with its event, once, and then what was asked for them. What others changed meanwhile is looked at anew; whoever has access again keeps it. */
export const accessLeft: Part<AccessLeft> = {
  atOnce: 5,
  take: async ([one], { task }) => {
    if (one && (await isEnded(one, task)))
      await lapse(one.principal, { ...task, customer: one.customer });
    // Its project access is what people count.
    return [false];
  },
};

async function isEnded({ principal, customer, since }: AccessLeft, task: Task): Promise<boolean> {
  for (;;) {
    const binding = await bindings.onCustomerOf(customer, principal);
    if (binding?.since !== since) return true;
    const left = await remains.leftOf(binding, groupOf(task));
    if (!left) return false;
    const event = { ...lostAt(customer, principal, task), settled: settledBinding(undefined) };
    if (await committed([bindings.remove(binding), ...left.checks, events.record(event)]))
      return true;
  }
}

/** What the log of that customer says. */
function lostAt(customer: string, subject: string, task: Task): Event & { customerId: string } {
  const now = new Date();
  return {
    ...{ ...causeOf(task, now), id: newId("event", now), customerId: customer, subject },
    type: "customer.access.cascaded",
    actor: { type: "system", id: "cascade" },
    after: { operation: operationOf(task.event) },
    reason: task.event,
  };
}
