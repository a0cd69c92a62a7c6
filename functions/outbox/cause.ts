import { actorOf } from "../../shared/model/caller.ts";
import type { Task } from "../../shared/model/outbox.ts";

/** Letters of a task hang on the event that caused it, so that each is written once. */
export const causeOf = (task: Task, now: Date) => ({
  id: task.event,
  at: now.toISOString(),
  requestId: task.requestId,
  customerId: task.customer,
  actor: actorOf({ id: task.actor }),
});
