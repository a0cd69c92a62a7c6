import * as z from "zod/mini";
import { lazy } from "./lazy.ts";
import { Dashboard } from "./thing.ts";

/** The dashboard that somebody sees first at a customer, and who chose it; without one nobody did, or it is gone. */
export const HomeDashboard = lazy(() =>
  z.object({
    chosenBy: z.optional(z.enum(["user", "customer", "ancestor", "platform"])),
    dashboard: z.optional(Dashboard()),
  }),
);
