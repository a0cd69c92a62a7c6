import * as z from "zod/mini";
import { InvitationId } from "./id.ts";
import { lazy } from "./lazy.ts";
import { flag } from "./text.ts";

/** `?dryRun=true` answers what would happen and does nothing. */
export const DryRun = lazy(() =>
  z.strictObject({
    dryRun: flag(),
  }),
);

/** Up to 500 invitations; each is checked by itself, so that one wrong address stops no other. */
export const BulkInvitation = lazy(() =>
  z.strictObject({
    invitations: z.array(z.record(z.string(), z.unknown())).check(z.minLength(1), z.maxLength(500)),
  }),
);

/** A result for each entry, in the order asked; in a dry run what it would be. */
export const BulkResult = lazy(() =>
  z.object({
    dryRun: z.boolean(),
    created: z.int(),
    refused: z.int(),
    results: z.array(
      z.object({
        index: z.int(),
        email: z.optional(z.string()),
        status: z.enum(["created", "awaiting_approval", "refused"]),
        id: z.optional(InvitationId()),
        code: z.optional(z.string()),
        detail: z.optional(z.string()),
        errors: z.optional(z.array(z.object({ pointer: z.string(), message: z.string() }))),
      }),
    ),
  }),
);
export type BulkResult = z.infer<ReturnType<typeof BulkResult>>;
