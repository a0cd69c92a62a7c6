import * as z from "zod/mini";
import { OperationId } from "./id.ts";
import { lazy } from "./lazy.ts";
import { storedInstant } from "./text.ts";

/** Long work that a request started. */
export const Operation = lazy(() =>
  z.object({
    id: OperationId(),
    kind: z.string(),
    state: z.enum(["queued", "running", "done"]),
    customer: z.string(),
    subject: z.string(),
    /** Bindings removed so far. */
    removed: z.int(),
    startedBy: z.string(),
    startedAt: storedInstant(),
    updatedAt: storedInstant(),
    doneAt: z.optional(storedInstant()),
  }),
);
export type Operation = z.infer<ReturnType<typeof Operation>>;
