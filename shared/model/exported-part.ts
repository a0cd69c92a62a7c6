import * as z from "zod/mini";
import { AccessRequest } from "./access-request.ts";
import { Event } from "./event.ts";
import { Invitation } from "./invitation.ts";
import { lazy } from "./lazy.ts";
import { HeldRole } from "./role.ts";
import { storedInstant } from "./text.ts";
import { SeenUser } from "./user.ts";

const held = () => ({
  customer: z.string(),
  roles: z.array(HeldRole()),
  updatedAt: storedInstant(),
});

/** A part of what is held about a person: their record, what they may do where, an open invitation to them, what happened to them, or what waits for others to agree that they may. */
export const ExportedPart = lazy(() =>
  z.object({
    part: z.enum([
      "record",
      "customer",
      "project",
      "invitation",
      "event",
      "customer-groups",
      "access-request",
    ]),
    record: z.optional(SeenUser()),
    customer: z.optional(z.object(held())),
    project: z.optional(z.object({ ...held(), project: z.string() })),
    invitation: z.optional(Invitation()),
    event: z.optional(Event()),
    customerGroups: z.optional(
      z.object({
        /** Whose groups they are, where they are not the platform's. */
        customer: z.optional(z.string()),
        groups: z.array(z.object({ id: z.string(), roles: z.array(HeldRole()) })),
        updatedAt: storedInstant(),
      }),
    ),
    accessRequest: z.optional(AccessRequest()),
  }),
);
export type ExportedPart = z.infer<ReturnType<typeof ExportedPart>>;
