import * as z from "zod/mini";
import type { Event } from "./event.ts";
import { PlacesOfGroup } from "./held-place.ts";
import { lazy } from "./lazy.ts";
import { operationKinds } from "./operation-kind.ts";
import { storedInstant } from "./text.ts";

const letterKinds = [
  "invitation",
  "access-granted",
  "roles-changed",
  "access-revoked",
  "access-ending",
  "project-deletion-requested",
  "project-deletion-declined",
  "project-deleted",
  "approval-wanted",
  "request-approved",
  "request-declined",
  "key-ending",
  "invitation-revoked-inviter-lost-right",
  "keys-revoked",
  "invitation-undeliverable",
  "acceptance-impossible",
  "identity-added",
  "customer-closed",
  "owner-declined",
  "message",
] as const;

/** A mail that a change asks for. Says whom and why; what it says is read from the table when it is sent. */
export const Letter = lazy(() =>
  z.object({
    event: z.string(),
    letter: z.enum(letterKinds),
    state: z.enum(["open", "claimed", "sent", "dropped", "failed", "held"]),
    /** The invitation or the user it goes to. */
    recipient: z.string(),
    customer: z.optional(z.string()),
    project: z.optional(z.string()),
    actor: z.string(),
    /** The group whose binding it speaks of, where it is not the person's own. */
    through: z.optional(z.string()),
    /** The group of customers on which the roles are held that it speaks of: one of the customer's or, without a customer, of the platform. */
    customerGroup: z.optional(z.string()),
    /** What it was called, where it is gone. */
    name: z.optional(z.string()),
    /** Roles and losses that the table no longer shows. */
    before: z.optional(z.array(z.string())),
    after: z.optional(z.array(z.string())),
    lost: z.optional(
      z.object({
        customer: z.boolean(),
        projects: z.array(z.string()),
        /** Where those are that a group lost, `<customer>/<project>` each: the reader may have them otherwise. */
        at: z.optional(z.array(z.string())),
        count: z.int(),
      }),
    ),
    /** What the reader has through a group that they came into, or had through one. */
    holdings: z.optional(PlacesOfGroup()),
    /** Whom withdrawn invitations were for, and how many there were, or how many keys were revoked; why an acceptance is impossible, or a deletion was declined; the text of a message. */
    invitees: z.optional(z.array(z.string())),
    count: z.optional(z.int()),
    reason: z.optional(z.string()),
    /** Who asked for a project to be deleted. */
    requester: z.optional(z.string()),
    /** Up to which end roles are spoken of that end soon, or when a key ends. */
    until: z.optional(storedInstant()),
    /** The access request that it speaks of. */
    request: z.optional(z.string()),
    /** The key that is spoken of, and whose it is. */
    key: z.optional(z.string()),
    apiUser: z.optional(z.string()),
    /** Who lost the right that the withdrawn invitations or revoked keys rested on. */
    loser: z.optional(z.string()),
    /** Version of the subject that it speaks of. */
    version: z.int(),
    attempts: z.int(),
    leaseUntil: z.optional(storedInstant()),
    createdAt: storedInstant(),
    requestId: z.string(),
  }),
);
export type Letter = z.infer<ReturnType<typeof Letter>>;

/** Long work that a change asks for, such as taking away the project access that rested on what is gone. */
export const Task = lazy(() =>
  z.object({
    event: z.string(),
    task: z.enum(operationKinds),
    state: z.enum(["open"]),
    customer: z.optional(z.string()),
    /** Whose bindings: a principal, or the key of a project. */
    subject: z.string(),
    /** Only bindings granted under this customer binding fall; later ones stay. */
    under: z.optional(z.string()),
    project: z.optional(z.string()),
    actor: z.string(),
    /** Version of the binding that the task comes after. */
    version: z.optional(z.int()),
    /** The group of customers on which the roles were held. */
    customerGroup: z.optional(z.string()),
    /** Roles of a group, for the letters to its members. */
    before: z.optional(z.array(z.string())),
    after: z.optional(z.array(z.string())),
    /** True where its members are not told of what they are given. */
    isQuiet: z.optional(z.boolean()),
    /** What a group held in which somebody, or nobody, is any more. */
    holdings: z.optional(PlacesOfGroup()),
    /** Up to which end the members of a group are told of roles that end soon. */
    until: z.optional(storedInstant()),
    /** Display name of a project, or of a group of customers, that is gone. */
    name: z.optional(z.string()),
    /** Who had asked for the deletion of a project that others decided on, and why it was declined. */
    requester: z.optional(z.string()),
    reason: z.optional(z.string()),
    /** The kind of the things in a group that is gone. */
    things: z.optional(z.string()),
    /** Address of a person who is gone: open invitations to it end. */
    address: z.optional(z.string()),
    /** What else its kind needs to know. */
    input: z.optional(z.record(z.string(), z.unknown())),
    createdAt: storedInstant(),
    requestId: z.string(),
  }),
);
export type Task = z.infer<ReturnType<typeof Task>>;

type Cause = Pick<Event, "id" | "at" | "requestId" | "actor" | "projectId">;

/** A letter that an event asks for. */
export const letterOf = (
  event: Cause & Pick<Event, "customerId">,
  letter: Letter["letter"],
  recipient: string,
  more: Pick<Letter, "version"> & Partial<Letter>,
): Letter => ({
  event: event.id,
  letter,
  state: "open",
  recipient,
  customer: event.customerId,
  ...(event.projectId && { project: event.projectId }),
  actor: event.actor.id,
  attempts: 0,
  createdAt: event.at,
  requestId: event.requestId,
  ...more,
});

/** Which letter speaks of roles that were others before; none where there were none and are none. */
export function letterOfChange({ before = [], after = [] }: Pick<Letter, "before" | "after">) {
  if (after.length > 0) return before.length > 0 ? "roles-changed" : "access-granted";
  return before.length > 0 ? "access-revoked" : undefined;
}

/** A task that an event asks for. */
export const taskOf = (
  event: Cause & Pick<Event, "customerId">,
  task: Task["task"],
  subject: string,
  more: Partial<Task> = {},
): Task => ({
  event: event.id,
  task,
  state: "open",
  customer: event.customerId,
  subject,
  ...(event.projectId && { project: event.projectId }),
  actor: event.actor.id,
  createdAt: event.at,
  requestId: event.requestId,
  ...more,
});
