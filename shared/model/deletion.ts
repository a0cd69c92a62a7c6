import * as z from "zod/mini";
import { lazy } from "./lazy.ts";
import { Operation } from "./operation.ts";

/** How many there are of something; `more` where nobody counted to the end. */
const Counted = lazy(() => z.object({ count: z.int(), more: z.optional(z.boolean()) }));

/** How much would go with something that is deleted, by what it is. */
export const Counts = lazy(() => z.record(z.string(), Counted()));
export type Counts = z.infer<ReturnType<typeof Counts>>;

/** The operation that clears up after something was deleted; a dry run has its kind, and how much would go. */
export const DeletionAnswer = lazy(() =>
  z.object({
    ...z.partial(Operation()).shape,
    dryRun: z.boolean(),
    counts: z.optional(Counts()),
  }),
);
