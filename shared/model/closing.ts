import * as z from "zod/mini";
import { Counts, DeletionAnswer } from "./deletion.ts";
import { Identifier } from "./id.ts";
import { lazy } from "./lazy.ts";
import { prose } from "./text.ts";

/** What closing a customer takes: its id typed again, and why. `recursive` closes what stands below it, too. */
export const Closing = lazy(() =>
  z.strictObject({
    confirm: z.string().check(z.maxLength(64)),
    reason: prose(1000, 1),
    recursive: z.optional(z.boolean()),
  }),
);
export type Closing = z.infer<ReturnType<typeof Closing>>;

/** Something that stands in the way of closing a customer, and where it is found. */
export const ClosingBlocker = lazy(() =>
  z.object({
    /** What sort of thing it is. */
    kind: z.enum(["project", "sub-customer"]),
    /** Whose it is. */
    customer: Identifier(),
    id: z.string(),
    status: z.optional(z.string()),
    link: z.string(),
  }),
);
export type ClosingBlocker = z.infer<ReturnType<typeof ClosingBlocker>>;

/** The operation that closes a customer; a dry run has what would go instead, what stands in the way at it, and with `recursive` further down, page by page. */
export const ClosingAnswer = lazy(() =>
  z.extend(DeletionAnswer(), {
    blockers: z.optional(z.array(ClosingBlocker())),
    /** What stands in the way at the customers below, and the things of those that this page looked at. A page may be short, or empty: `nextCursor` says that there is more to look at. */
    below: z.optional(
      z.object({
        items: z.array(ClosingBlocker()),
        counts: Counts(),
        nextCursor: z.optional(z.string()),
      }),
    ),
  }),
);
