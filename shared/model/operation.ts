import * as z from "zod/mini";
import { OperationId, operationOf } from "./id.ts";
import { lazy } from "./lazy.ts";
import { operationKinds } from "./operation-kind.ts";
import { Task } from "./outbox.ts";
import { storedInstant } from "./text.ts";

/** Long work that a request started. */
export const Operation = lazy(() =>
  z.object({
    id: OperationId(),
    kind: z.enum(operationKinds),
    state: z.enum(["queued", "running", "done", "failed", "cancelled"]),
    /** Missing where it goes on at many customers, or on the platform. */
    customer: z.optional(z.string()),
    /** What it is about: whose access goes (a principal, or the key of a project), or what is made anew. */
    subject: z.string(),
    progress: z.object({
      /** Things seen to, whatever came of them. */
      done: z.int(),
      /** Of how many, where that is known: what is only found on the way is added when it is met. */
      total: z.optional(z.int()),
      perSecond: z.optional(z.number()),
      estimatedEnd: z.optional(storedInstant()),
    }),
    /** How many things were done, and how many could not be: `…/results` lists them. */
    results: z.object({ done: z.int(), failed: z.int() }),
    /** Bindings removed so far; of a deleted person the customers they left. */
    removed: z.int(),
    /** Members of a group seen to so far. */
    members: z.optional(z.int()),
    /** Customers below a moved one seen to so far. */
    customers: z.optional(z.int()),
    /** Why it stopped, for people. */
    failure: z.optional(z.string()),
    startedBy: z.string(),
    startedAt: storedInstant(),
    updatedAt: storedInstant(),
    /** When it was done the first time. */
    doneAt: z.optional(storedInstant()),
    /** When it was done, failed or was cancelled last. */
    finishedAt: z.optional(storedInstant()),
    /** Who asked for its end; it ends when what is under way is done. */
    cancelledBy: z.optional(z.string()),
  }),
);
export type Operation = z.infer<ReturnType<typeof Operation>>;

/** An operation as stored: with what was asked, where it goes on, and what it met. */
export const StoredOperation = lazy(() =>
  z.object({
    ...z.omit(Operation(), { progress: true, results: true }).shape,
    asked: Task(),
    version: z.int(),
    steps: z.int(),
    /** Pages of results so far. */
    receipts: z.int(),
    done: z.int(),
    failed: z.int(),
    total: z.optional(z.int()),
    /** What was done and removed at its last end. */
    reported: z.object({ done: z.int(), removed: z.int() }),
    /** Since when it goes on at one go, and how much was done then. */
    pace: z.optional(z.object({ since: storedInstant(), done: z.int() })),
    /** The thing that was seen to last. */
    cursor: z.optional(z.string()),
    /** What its kind remembers from page to page. */
    memory: z.optional(z.record(z.string(), z.unknown())),
    /** How often the page under way was begun again, and, once that was too often, at which thing it stands and which ones were given up. */
    tries: z.optional(z.int()),
    at: z.optional(z.int()),
    givenUp: z.optional(
      z.record(
        z.string(),
        z.object({
          code: z.string(),
          message: z.string(),
          blockers: z.optional(z.array(z.unknown())),
        }),
      ),
    ),
    /** At which of these there was nothing to do. */
    left: z.optional(z.array(z.int())),
    /** Steps that ended in an error, one after the other. */
    stumbles: z.optional(z.int()),
    /** What failed on pages before this is tried again, and nothing else if `only`. */
    retry: z.optional(z.object({ before: z.int(), only: z.boolean() })),
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
  asked: task,
  version: 1,
  steps: 0,
  receipts: 0,
  done: 0,
  failed: 0,
  reported: { done: 0, removed: 0 },
});

/** True of an operation that goes no further by itself. */
export const isFinished = ({ state }: Pick<Operation, "state">) =>
  state === "done" || state === "failed" || state === "cancelled";
