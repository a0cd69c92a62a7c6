import * as z from "zod/mini";
import { AccessRequest } from "./access-request.ts";
import { Invitation } from "./invitation.ts";
import { lazy } from "./lazy.ts";

/** Something at a customer that waits for somebody: an invitation for its addressee, a request for those who decide. */
export const Pending = lazy(() =>
  z.object({
    id: z.string(),
    type: z.enum(["invitation", "access-request"]),
    since: z.string(),
    invitation: z.optional(Invitation()),
    accessRequest: z.optional(AccessRequest()),
  }),
);
export type Pending = z.infer<ReturnType<typeof Pending>>;
