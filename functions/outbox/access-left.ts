import type { CustomerBinding } from "../../shared/model/binding.ts";
import type { Event } from "../../shared/model/event.ts";
import { newId, operationOf } from "../../shared/model/id.ts";
import type { Task } from "../../shared/model/outbox.ts";
import { settledBinding } from "../../shared/model/settled.ts";
import * as bindings from "../../shared/table/bindings.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as events from "../../shared/table/events.ts";
import * as remains from "../../shared/table/remains.ts";
import { committedAnew } from "./anew.ts";
import { causeOf } from "./cause.ts";
import type { Part } from "./kind.ts";
import { lapse } from "./lapse.ts";
import { besidesAt } from "./of-group.ts";

/** Since when somebody had access to a customer that nothing gives them any more. */
export interface AccessLeft {
  id: string;
  principal: string;
  customer: string;
  since: string;
}

/** What is kept of it to be ended. */
export const leftOf = ({ principal, customer, since }: CustomerBinding): AccessLeft => ({
  id: customer,
  principal,
  customer,
  since,
});

/** Ends access in one transaction with its event. */
export const accessLeft: Part<AccessLeft> = {
  atOnce: 5,
  take: async ([one], { task }) => {
    if (one) await endAccess(one, task);
    // Its project access is what people count.
    return [false];
  },
};

type Said = ReturnType<typeof lostAt>;

/** Ends it in one transaction with its event and whatever goes with that, once, and then what was asked for them; true of what had ended before, too. What others changed meanwhile is looked at anew; whoever has access again keeps it. */
export async function endAccess(
  { principal, customer, since }: AccessLeft,
  task: Task,
  more: (event: Said) => Promise<Write[]> = async () => [],
): Promise<boolean> {
  let found: CustomerBinding | undefined;
  const isTaken = await committedAnew(async (now) => {
    found = await bindings.onCustomerOf(customer, principal);
    const left =
      found?.since === since ? await remains.leftOf(found, besidesAt(customer, task)) : undefined;
    if (!left) return [];
    const event = lostAt(customer, principal, task, now);
    const recorded = events.record({ ...event, settled: settledBinding(undefined) });
    return [bindings.remove(left.binding), ...left.checks, recorded, ...(await more(event))];
  });
  if (!isTaken && found?.since === since) return false;
  if (isTaken || !found) await lapse(principal, { ...task, customer });
  return true;
}

/** What the log of that customer says. */
function lostAt(
  customer: string,
  subject: string,
  task: Task,
  now: Date,
): Event & { customerId: string } {
  return {
    ...causeOf(task, now),
    id: newId("event", now),
    customerId: customer,
    subject,
    type: "customer.access.cascaded",
    actor: { type: "system", id: "cascade" },
    after: { operation: operationOf(task.event) },
    reason: task.event,
  };
}
