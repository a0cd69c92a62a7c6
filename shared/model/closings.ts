import * as z from "zod/mini";
import { ClosingBlocker } from "./closing.ts";
import { Counts } from "./deletion.ts";
import { Identifier } from "./id.ts";
import { lazy } from "./lazy.ts";
import { Operation } from "./operation.ts";
import { prose } from "./text.ts";

/** Customers that one request closes at most. */
const closingsAtMost = 1000;

/** What closing many customers takes: which ones, how many different ones those are, typed again, and why. A dry run does not ask how many: it says so. */
export const ManyToClose = lazy(() =>
  z.strictObject({
    ids: z.array(Identifier()).check(z.minLength(1), z.maxLength(closingsAtMost)),
    confirm: z.optional(z.int()),
    reason: prose(1000, 1),
    recursive: z.optional(z.boolean()),
  }),
);
export type ManyToClose = z.infer<ReturnType<typeof ManyToClose>>;

/** What would become of one of many customers: `deleted`, or the code of the refusal that it meets. */
export const CustomerToClose = lazy(() =>
  z.object({
    id: z.string(),
    code: z.string(),
    message: z.optional(z.string()),
    /** Which other one of them it goes with. */
    with: z.optional(z.string()),
    blockers: z.optional(z.array(ClosingBlocker())),
    /** True where not everything was looked at or listed; the message says how to see the rest. */
    more: z.optional(z.boolean()),
    counts: z.optional(Counts()),
    /** The things of those customers below it that were looked at: all of them unless `more`. */
    below: z.optional(z.object({ counts: Counts() })),
  }),
);
export type CustomerToClose = z.infer<ReturnType<typeof CustomerToClose>>;

/** The operation that closes many customers; a dry run says what would become of each instead, by page, and what `confirm` takes. */
export const ClosingsAnswer = lazy(() =>
  z.object({
    ...z.partial(Operation()).shape,
    dryRun: z.boolean(),
    confirm: z.optional(z.int()),
    preview: z.optional(
      z.object({ items: z.array(CustomerToClose()), nextCursor: z.optional(z.string()) }),
    ),
  }),
);
