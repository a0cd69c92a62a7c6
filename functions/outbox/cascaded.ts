import type { Event } from "../../shared/model/event.ts";
import { newId } from "../../shared/model/id.ts";
import type { StoredOperation } from "../../shared/model/operation.ts";
import { letterOf, type Task } from "../../shared/model/outbox.ts";
import type { Project } from "../../shared/model/project.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as events from "../../shared/table/events.ts";
import * as letters from "../../shared/table/letters.ts";
import * as projects from "../../shared/table/projects.ts";
import { causeOf } from "./cause.ts";
import { memoryOf } from "./losses.ts";
import { isOfGroup } from "./of-group.ts";

const named = (found: readonly Project[], id: string) =>
  found.find((project) => project.id === id)?.displayName ?? id;

/** True of whoever holds no role any more on a group of customers. */
const losesAllOnGroup = ({ task, after = [] }: Task) =>
  task === "customer-group-role-lost" && after.length === 0;

/** True of whoever left a group that gave something, or on which something rested. */
const losesOfGroup = ({ removed }: StoredOperation, { task, holdings }: Task) =>
  task === "group-left" && (removed > 0 || holdings !== undefined);

/** The end of a cascade: its receipt stands in the log, and whoever was removed is told once. */
export async function cascaded(
  operation: StoredOperation,
  task: Task,
  now: Date,
): Promise<Write[]> {
  const { removed, receipts, doneAt, reported } = operation;
  const { lost = [] } = memoryOf(operation);
  const { customer: customerId, customerGroup } = task;
  // A last look at members who lost nothing more says nothing new.
  if (doneAt && removed <= reported.removed) return [];
  const event: Event = {
    id: newId("event", now),
    at: now.toISOString(),
    type: customerId ? "customer.access.cascaded" : "platform.access.cascaded",
    actor: { type: "system", id: "cascade" },
    ...(customerId && { customerId }),
    ...(task.project && { projectId: task.project }),
    subject: task.subject,
    after: { operation: operation.id, removed, receipts },
    reason: task.event,
    requestId: task.requestId,
  };
  const isGiving = isOfGroup(task) && (task.after ?? []).length > 0;
  const isLeaving = task.actor === task.subject;
  const isOut = task.task === "member-removed" || losesAllOnGroup(task);
  const { holdings } = task;
  const isTold = isOut || losesOfGroup(operation, task);
  const receipt = events.recordAnywhere(event);
  if (!isTold || isLeaving || doneAt) return isGiving ? [] : [receipt];
  const names = await projects.byIds(customerId ?? "-", lost);
  const letter = letterOf(causeOf(task, now), "access-revoked", task.subject, {
    version: 1,
    customerGroup,
    name: task.name,
    holdings,
    lost: { customer: isOut, projects: lost.map((id) => named(names, id)), count: removed },
  });
  return [receipt, letters.write(letter)];
}
