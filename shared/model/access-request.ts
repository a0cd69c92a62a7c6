import * as z from "zod/mini";
import { AccessRequestId } from "./id.ts";
import { lazy } from "./lazy.ts";
import { prose, storedInstant } from "./text.ts";
import { isIn, type User } from "./user.ts";

const kinds = [
  "member-roles",
  "project-roles",
  "group-member",
  "customer-group-member",
  "customer-group-roles",
  "custom-role",
  "api-user",
  "invitation",
  "join",
  "settings",
  "move",
  "platform-roles",
] as const;
export type RequestKind = (typeof kinds)[number];

const states = ["pending", "approved", "declined", "withdrawn", "lapsed"] as const;

/** An act after which somebody may do more, and which waits until enough people agree. */
export const AccessRequest = lazy(() =>
  z.object({
    id: AccessRequestId(),
    /** Where it was asked; none is the platform. */
    customer: z.optional(z.string()),
    kind: z.enum(kinds),
    /** Who may do more afterwards: a user, a group or an API user. */
    principal: z.optional(z.string()),
    project: z.optional(z.string()),
    /** What it asks for, in the words of the endpoint that was called. */
    asks: z.record(z.string(), z.unknown()),
    requester: z.object({ id: z.string() }),
    /** Who agreed so far: the first is whoever asked, where their word counts. */
    approvals: z.array(
      z.object({
        by: z.string(),
        at: storedInstant(),
        /** Said of a word that did not count when somebody last agreed: whoever gave it may not allow this any more. */
        counts: z.optional(z.literal(false)),
      }),
    ),
    /** How many must agree, as it was when somebody last did. */
    needed: z.int(),
    /** What speaks against it ever coming to a decision. */
    warning: z.optional(z.string()),
    state: z.enum(states),
    /** Why it was declined, or lapsed. */
    reason: z.optional(z.string()),
    expiresAt: storedInstant(),
    version: z.int(),
    createdAt: storedInstant(),
    updatedAt: storedInstant(),
  }),
);
export type AccessRequest = z.infer<ReturnType<typeof AccessRequest>>;

/** The call of an endpoint, kept to be made in the name of whoever made it. */
const Act = lazy(() =>
  z.object({
    kind: z.enum(kinds),
    /** `<noun>.<verb>` */
    call: z.string(),
    params: z.record(z.string(), z.string()),
    query: z.optional(z.record(z.string(), z.string())),
    body: z.optional(z.string()),
    ifMatch: z.optional(z.string()),
    ifNoneMatch: z.optional(z.string()),
  }),
);
export type Act = z.infer<ReturnType<typeof Act>>;

/** A request as stored: with the act, what somebody must hold to allow it, and whose word does not count. */
export const StoredAccessRequest = lazy(() =>
  z.extend(z.omit(AccessRequest(), { kind: true }), {
    act: Act(),
    takes: z.array(z.string()),
    /** What whoever asked must hold besides, though nobody else has to who allows it. */
    askerTakes: z.optional(z.array(z.string())),
    /** What it gives: carried out later, it gives no more. */
    gives: z.array(z.string()),
    /** People besides the principal who would decide about themselves. */
    excluded: z.array(z.string()),
    /** True where the principal had customer access when this was asked: it lapses with that. */
    isInside: z.optional(z.boolean()),
    /** The key by which an API user asked. */
    key: z.optional(z.string()),
    /** What no other open request may ask for: principal, target and role. */
    claims: z.array(z.object({ principal: z.string(), target: z.string(), role: z.string() })),
  }),
);
export type StoredAccessRequest = z.infer<ReturnType<typeof StoredAccessRequest>>;

/** The invitation that a request waits to have sent. */
export const invitationOf = ({ act }: Pick<StoredAccessRequest, "act">) =>
  act.kind === "invitation" ? act.params.invitation : undefined;

/** Why one declines. */
export const Decline = lazy(() =>
  z.strictObject({
    reason: z.optional(prose(500, 1)),
  }),
);

/** Which requests to list. */
export const AccessRequestFilter = lazy(() =>
  z.strictObject({ state: z.optional(z.enum(states)) }),
);

const day = 24 * 60 * 60 * 1000;

/** Milliseconds after which a request lapses that nobody decides on. */
export const lapseAfter = 30 * day;

export const lapseOf = (now: Date) => new Date(now.getTime() + lapseAfter).toISOString();

/** The state at an instant: time ends a request without a write. */
export const stateOf = (
  { state, expiresAt }: Pick<AccessRequest, "state" | "expiresAt">,
  now: Date,
) => (state === "pending" && expiresAt <= now.toISOString() ? "lapsed" : state);

/** A request as it is answered. */
export const seenRequest = (request: StoredAccessRequest, now: Date): AccessRequest => ({
  ...request,
  kind: request.act.kind,
  state: stateOf(request, now),
});

/** True of whoever would decide about themselves: about their own roles, those of a group that they are in, an API user that they made, or an invitation to their address. */
export const isInvolved = (
  person: Pick<User, "id" | "email" | "groups">,
  {
    principal = "",
    excluded,
    email,
  }: Pick<StoredAccessRequest, "principal" | "excluded"> & {
    email?: string | undefined;
  },
) =>
  person.id === principal ||
  excluded.includes(person.id) ||
  person.email === email ||
  isIn(person, principal);
