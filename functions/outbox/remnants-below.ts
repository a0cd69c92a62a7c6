import type { Event } from "../../shared/model/event.ts";
import { newId, operationOf } from "../../shared/model/id.ts";
import type { Task } from "../../shared/model/outbox.ts";
import { settledBinding } from "../../shared/model/settled.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as bindings from "../../shared/table/bindings.ts";
import * as events from "../../shared/table/events.ts";
import * as remains from "../../shared/table/remains.ts";
import { causeOf } from "./cause.ts";
import { lapse } from "./lapse.ts";
import type { Removed } from "./project-access.ts";
import { committed } from "./revoke.ts";

/** Project bindings of a principal, one page after a position (customer and project), at a customer where it was given nothing itself and nothing gives it access any more; where none is left there it is said so, and the next is looked at. */
export async function remnantsBelow(
  principal: string,
  task: Task,
  position = "",
): Promise<Removed[]> {
  const [reached = "", project] = position.split("/");
  const group = task.task === "group-deleted" ? task.subject : undefined;
  for await (const { binding, checks } of remains.of(principal, task.customer, group)) {
    const { customer, since } = binding;
    if (customer < reached) continue;
    const after = customer === reached ? project : undefined;
    const left = await bindingLists.firstRestingOn(principal, customer, since, { after });
    if (left.length > 0) return left;
    const event = { ...lostAt(customer, principal, task), settled: settledBinding(undefined) };
    if (!(await committed([bindings.remove(binding), ...checks, events.record(event)]))) continue;
    await lapse(principal, { ...task, customer });
  }
  return [];
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
