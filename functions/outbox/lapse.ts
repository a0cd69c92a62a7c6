import { type StoredAccessRequest, stateOf } from "../../shared/model/access-request.ts";
import { newId } from "../../shared/model/id.ts";
import type { Task } from "../../shared/model/outbox.ts";
import * as accessRequests from "../../shared/table/access-requests.ts";
import * as events from "../../shared/table/events.ts";
import { causeOf } from "./remnants.ts";
import { committed } from "./revoke.ts";

const reason = "Whoever it is about has lost all access";

/** Still open, and asked before. */
const isDue = (request: StoredAccessRequest, before: string) =>
  stateOf(request, new Date()) === "pending" && request.createdAt <= before;

/** Ends what was asked for somebody before they lost all access to a customer; what others decide meanwhile stays as they did. */
export async function lapse(principal: string, task: Task): Promise<void> {
  const { customer, createdAt } = task;
  if (!customer) return;
  for (const id of await accessRequests.openAbout(customer, principal)) {
    let request = await accessRequests.byId(customer, id);
    while (request && isDue(request, createdAt)) {
      const now = new Date();
      const event = {
        ...{ ...causeOf(task, now), id: newId("event", now), customerId: customer },
        type: "customer.access-request.lapsed" as const,
        actor: { type: "system" as const, id: "cascade" },
        ...{ subject: principal, accessRequest: id, reason: task.event },
      };
      const writes = accessRequests.end(request, "lapsed", now, reason);
      if (await committed([...writes, events.record(event)])) break;
      request = await accessRequests.byId(customer, id);
    }
  }
}
