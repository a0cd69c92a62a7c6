import * as z from "zod/mini";
import { lazy } from "./lazy.ts";

/** A customer's status and today's mails, small enough to be checked in every write that hands out power. */
export const Gate = lazy(() =>
  z.object({
    customer: z.string(),
    status: z.enum(["active", "disabled", "checking", "deleting", "deleted"]),
    day: z.string(),
    mails: z.int(),
    /** People who must agree before somebody may do more; 1 is whoever acts. */
    minApprovals: z._default(z.int(), 1),
    /** True once two people could have agreed to one request: from then on nobody decides alone. */
    hadTwo: z._default(z.boolean(), false),
  }),
);
export type Gate = z.infer<ReturnType<typeof Gate>>;

/** Invitation mails a day, for each customer and for each person. */
export const mailsPerDay = 1000;
