import * as z from "zod/mini";
import { AccessRequest } from "./access-request.ts";
import { ApiKey } from "./api-key.ts";
import { ApiUser } from "./api-user.ts";
import { Event } from "./event.ts";
import { Invitation } from "./invitation.ts";
import { lazy } from "./lazy.ts";
import { Operation } from "./operation.ts";
import { HeldRole } from "./role.ts";
import { storedInstant } from "./text.ts";
import { SeenUser } from "./user.ts";

const held = () => ({
  customer: z.string(),
  roles: z.array(HeldRole()),
  updatedAt: storedInstant(),
});

/** An invitation without whom it is for: that is not about whoever sent it. */
const SentInvitation = lazy(() =>
  z.omit(Invitation(), { email: true, firstName: true, lastName: true }),
);

/** A part of what is held about a person: their record, what they may do where, an invitation to them, what happened to them and what they did, what waits for others to agree that they may, and what they made, asked for and started. */
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
      "api-user",
      "api-key",
      "sent-invitation",
      "operation",
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
    apiUser: z.optional(ApiUser()),
    /** A key that they were shown. */
    apiKey: z.optional(ApiKey()),
    sentInvitation: z.optional(SentInvitation()),
    operation: z.optional(Operation()),
  }),
);
export type ExportedPart = z.infer<ReturnType<typeof ExportedPart>>;
