import * as z from "zod/mini";
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

/** A part of what is held about a person: their record, what they may do where, an open invitation to them, or what happened to them. */
export const ExportedPart = lazy(() =>
  z.object({
    part: z.enum(["record", "customer", "project", "invitation", "event"]),
    record: z.optional(SeenUser()),
    customer: z.optional(z.object(held())),
    project: z.optional(z.object({ ...held(), project: z.string() })),
    invitation: z.optional(Invitation()),
    event: z.optional(Event()),
  }),
);
export type ExportedPart = z.infer<ReturnType<typeof ExportedPart>>;
