import * as z from "zod/mini";
import { lazy } from "./lazy.ts";

/** A customer's status and today's mails, small enough to be checked in every write that hands out power. */
export const Gate = lazy(() =>
  z.object({
    customer: z.string(),
    status: z.enum(["active", "disabled", "checking", "deleting", "deleted"]),
    day: z.string(),
    mails: z.int(),
  }),
);
export type Gate = z.infer<ReturnType<typeof Gate>>;

/** Invitation mails a day, for each customer and for each person. */
export const mailsPerDay = 1000;
