import * as z from "zod/mini";
import { OperationId, operationOf } from "./id.ts";
import { lazy } from "./lazy.ts";
import type { Task } from "./outbox.ts";
import { storedInstant } from "./text.ts";

/** Long work that a request started. */
export const Operation = lazy(() =>
  z.object({
    id: OperationId(),
    kind: z.string(),
    state: z.enum(["queued", "running", "done"]),
    /** Missing where it goes on at many customers. */
    customer: z.optional(z.string()),
    /** Whose access goes: a principal, or the key of a project. */
    subject: z.string(),
    /** Bindings removed so far; of a deleted person the customers they left. */
    removed: z.int(),
    /** Members of a group seen to so far. */
    members: z.optional(z.int()),
    /** Customers below a moved one seen to so far. */
    customers: z.optional(z.int()),
    startedBy: z.string(),
    startedAt: storedInstant(),
    updatedAt: storedInstant(),
    doneAt: z.optional(storedInstant()),
  }),
);
export type Operation = z.infer<ReturnType<typeof Operation>>;

/** An operation as stored: with where it goes on, and the steps it took. */
export const StoredOperation = lazy(() =>
  z.extend(Operation(), {
    event: z.string(),
    version: z.int(),
    steps: z.int(),
    receipts: z.int(),
    /** Removals that the log tells of. */
    reported: z.int(),
    /** Ids of the first projects lost, for the letter. */
    lost: z.array(z.string()),
    /** The member of a group that was seen to last, or the customers on the way down to the last one. */
    cursor: z.optional(z.string()),
    /** What the members that are being seen to have lost so far. */
    lostBy: z.optional(
      z.record(z.string(), z.object({ projects: z.array(z.string()), count: z.int() })),
    ),
  }),
);
export type StoredOperation = z.infer<ReturnType<typeof StoredOperation>>;

/** The operation of a task that nobody has begun. */
export const queuedOperation = (task: Task): StoredOperation => ({
  id: operationOf(task.event),
  kind: task.task,
  state: "queued",
  customer: task.customer,
  subject: task.subject,
  removed: 0,
  startedBy: task.actor,
  startedAt: task.createdAt,
  updatedAt: task.createdAt,
  event: task.event,
  version: 1,
  steps: 0,
  receipts: 0,
  reported: 0,
  lost: [],
});
