import * as z from "zod/mini";
import { ClosingBlocker } from "./closing.ts";
import { lazy } from "./lazy.ts";

/** What came of one thing that an operation saw to. */
export const OperationResult = lazy(() =>
  z.object({
    /** What sort of thing it is. */
    part: z.string(),
    id: z.string(),
    /** Whose it is and at which customer, where many have something of that id. */
    principal: z.optional(z.string()),
    customer: z.optional(z.string()),
    /** Where it is found, of what stands in the way. */
    link: z.optional(z.string()),
    state: z.enum(["done", "failed"]),
    /** Which other one of them it went with. */
    with: z.optional(z.string()),
    /** Why it failed: the code of a refusal and a sentence for people; of a customer also `deleted`. */
    code: z.optional(z.string()),
    message: z.optional(z.string()),
    /** The first of what stands in the way. */
    blockers: z.optional(z.array(ClosingBlocker())),
  }),
);
export type OperationResult = z.infer<ReturnType<typeof OperationResult>>;

/** Which results to list; all unless said, those that failed first. */
export const OperationResultFilter = lazy(() =>
  z.strictObject({ state: z.optional(z.enum(["done", "failed"])) }),
);
export type OperationResultFilter = z.infer<ReturnType<typeof OperationResultFilter>>;
