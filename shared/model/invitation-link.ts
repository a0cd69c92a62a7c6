import * as z from "zod/mini";
import { Identifier, InvitationId, UserId } from "./id.ts";
import { invitationStates, Skipped } from "./invitation.ts";
import { lazy } from "./lazy.ts";
import { storedInstant } from "./text.ts";

/** The fragment of the link: customer, invitation and secret. Wrong ones are unknown, whatever is wrong with them. */
export const InvitationToken = lazy(() =>
  z.strictObject({ token: z.string().check(z.maxLength(256)) }),
);

/** What the link shows to whoever holds it. */
export const InvitationPreview = lazy(() =>
  z.object({
    id: InvitationId(),
    state: z.enum(invitationStates),
    customer: z.object({ id: Identifier(), displayName: z.string() }),
    inviter: z.object({ displayName: z.string() }),
    email: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    roles: z.array(z.string()),
    /** What the roles are called, in the same order. */
    roleNames: z.array(z.string()),
    projects: z.array(
      z.object({
        project: z.string(),
        displayName: z.optional(z.string()),
        role: z.string(),
        roleName: z.optional(z.string()),
      }),
    ),
    groups: z.array(z.object({ group: z.string(), displayName: z.optional(z.string()) })),
    message: z.optional(z.string()),
    accessExpiresAt: z.optional(storedInstant()),
    expiresAt: storedInstant(),
    signInUrl: z.optional(z.string()),
  }),
);
export type InvitationPreview = z.infer<ReturnType<typeof InvitationPreview>>;

/** What an acceptance gave, and which parts of the plan it skipped. */
export const AcceptedInvitation = lazy(() =>
  z.object({
    id: InvitationId(),
    state: z.enum(["accepted"]),
    customer: z.object({ id: Identifier(), displayName: z.string() }),
    principal: UserId(),
    roles: z.array(z.string()),
    projects: z.array(z.object({ project: z.string(), role: z.string() })),
    groups: z.array(z.object({ group: z.string() })),
    skipped: z.array(Skipped()),
    signInUrl: z.optional(z.string()),
  }),
);
export type AcceptedInvitation = z.infer<ReturnType<typeof AcceptedInvitation>>;

/** An open invitation as its addressee sees it. */
export const MyInvitation = lazy(() =>
  z.omit(InvitationPreview(), { roleNames: true, signInUrl: true }),
);
export type MyInvitation = z.infer<ReturnType<typeof MyInvitation>>;
