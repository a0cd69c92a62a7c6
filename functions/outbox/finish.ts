import { log } from "../../shared/lambda/log.ts";
import type { Event } from "../../shared/model/event.ts";
import { newId } from "../../shared/model/id.ts";
import type { StoredOperation } from "../../shared/model/operation.ts";
import { letterOf, type Task } from "../../shared/model/outbox.ts";
import type { Project } from "../../shared/model/project.ts";
import { commit } from "../../shared/table/commit.ts";
import * as events from "../../shared/table/events.ts";
import * as letters from "../../shared/table/letters.ts";
import * as operations from "../../shared/table/operations.ts";
import * as projects from "../../shared/table/projects.ts";
import { causeOf } from "./cause.ts";
import { isOfGroup } from "./group-members.ts";

const named = (found: readonly Project[], id: string) =>
  found.find((project) => project.id === id)?.displayName ?? id;

/** Ends a cascade: the operation is done, its receipt stands in the log, and whoever was removed is told once. */
export async function finish(operation: StoredOperation, task: Task, now: Date): Promise<void> {
  const at = now.toISOString();
  const { removed, receipts, lost, doneAt = at } = operation;
  const { customer: customerId = "" } = task;
  const done: StoredOperation = {
    ...{ ...operation, state: "done", reported: removed, updatedAt: at, doneAt },
  };
  // The last look begins with the first member again.
  delete done.cursor;
  const event: Event & { customerId: string } = {
    id: newId("event", now),
    at,
    type: "customer.access.cascaded",
    actor: { type: "system", id: "cascade" },
    customerId,
    ...(task.project && { projectId: task.project }),
    subject: task.subject,
    after: { operation: operation.id, removed, receipts },
    reason: task.event,
    requestId: task.requestId,
  };
  // Withdrawn invitations and customers left have lines of their own in the log; a reminder changes nothing.
  const isGiving = isOfGroup(task) && (task.after ?? []).length > 0;
  const isOfAccess =
    !/^(right-lost|role-narrowed|user-deleted|user-unclaimed|(admin|thing)-group-deleted|access-ending|customer-moved|customer-group-deleted|project-deletion-\w+)$/.test(
      task.task,
    ) && !isGiving;
  const isLeaving = task.actor === task.subject;
  const isOut = task.task === "member-removed";
  const isTold = isOut || (task.task === "group-left" && removed > 0);
  const tellsOfRemoval = isTold && !isLeaving && !operation.doneAt;
  const names = await projects.byIds(customerId, lost);
  const letter = letterOf(causeOf(task, now), "access-revoked", task.subject, {
    version: 1,
    lost: { customer: isOut, projects: lost.map((id) => named(names, id)), count: removed },
  });
  await commit(
    [
      operations.advance(done, undefined),
      ...(isOfAccess ? [events.record(event)] : []),
      ...(tellsOfRemoval ? [letters.write(letter)] : []),
    ],
    new Date(now.getTime() + 8_000),
  );
  log.info("cascade done", {
    operation: operation.id,
    task: task.task,
    customer: task.customer,
    removed,
    ms: now.getTime() - Date.parse(task.createdAt),
  });
}
