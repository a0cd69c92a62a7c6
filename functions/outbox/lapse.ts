import { type StoredAccessRequest, stateOf } from "../../shared/model/access-request.ts";
import { isUserId, newId } from "../../shared/model/id.ts";
import { letterOf, type Task } from "../../shared/model/outbox.ts";
import * as accessRequests from "../../shared/table/access-requests.ts";
import * as events from "../../shared/table/events.ts";
import * as letters from "../../shared/table/letters.ts";
import { causeOf } from "./cause.ts";
import { committed } from "./revoke.ts";

/** Still open, and asked before, where that matters. */
const isDue = (request: StoredAccessRequest, before: string | undefined) =>
  stateOf(request, new Date()) === "pending" && (!before || request.createdAt <= before);

/** Why requests about somebody lapse who is out. */
export const hasLostAccess = "Whoever it is about has lost all access";

/** Ends what was asked for somebody before they lost all access to a customer. */
export async function lapse(principal: string, task: Task): Promise<void> {
  const { customer } = task;
  if (!customer) return;
  for (const id of await accessRequests.openAbout(customer, principal)) {
    const request = await accessRequests.byId(customer, id);
    if (request) await lapseOne(request, hasLostAccess, task, task.createdAt);
  }
}

/** Requests that are ended together. */
const atOnce = 25;

/** Why requests lapse about who, or what, does not exist any more. */
export const isGoneNow = "Whoever it is about is gone";

/** Ends what was asked for a deleted person, at customers where they never held anything, too. */
export async function lapseAbout(task: Task): Promise<void> {
  let after: string | undefined;
  do {
    const page = await accessRequests.openAboutPerson(task.subject, { limit: atOnce, after });
    for (const request of page.items) await lapseOne(request, isGoneNow, task);
    after = page.nextCursor;
  } while (after);
}

/** Ends a request that nothing can come of any more, and tells whoever asked; what others decide meanwhile stays as they did. `before` spares what was asked for since: where what was lost may be back. */
export async function lapseOne(
  read: StoredAccessRequest,
  reason: string,
  task: Task,
  before?: string,
) {
  let request: StoredAccessRequest | undefined = read;
  while (request && isDue(request, before)) {
    const { id, customer, principal = id, requester } = request;
    const now = new Date();
    const event = {
      ...causeOf(task, now),
      id: newId("event", now),
      customerId: customer,
      type: `${customer ? "customer" : "platform"}.access-request.lapsed` as const,
      actor: { type: "system" as const, id: "cascade" },
      subject: principal,
      accessRequest: id,
      reason: task.event,
    };
    const said = { version: request.version + 1, request: id };
    const writes = [
      ...accessRequests.end(request, "lapsed", now, reason),
      events.recordAnywhere(event),
      ...(isUserId(requester.id)
        ? [letters.write(letterOf(event, "request-declined", requester.id, said))]
        : []),
    ];
    if (await committed(writes)) return;
    request = await accessRequests.byId(customer, id);
  }
}
