import * as z from "zod/mini";
import { EventId } from "./id.ts";
import { lazy } from "./lazy.ts";
import { instant, storedInstant } from "./text.ts";

/** What can happen. */
export const eventTypes = [
  "user.created",
  "user.claimed",
  "user.updated",
  "user.disabled",
  "user.enabled",
  "user.identity.added",
  "user.unclaimed",
  "user.deleted",
  "platform.api-user.created",
  "platform.api-user.updated",
  "platform.api-user.deleted",
  "platform.api-user.key.created",
  "platform.api-user.key.rotated",
  "platform.api-user.key.revoked",
  "platform.access-request.created",
  "platform.access-request.approved",
  "platform.access-request.declined",
  "platform.access-request.withdrawn",
  "platform.access-request.lapsed",
  "platform.project-role.created",
  "platform.project-role.updated",
  "platform.project-role.deleted",
  "platform.group.created",
  "platform.group.updated",
  "platform.group.deleted",
  "platform.group.member.added",
  "platform.group.member.removed",
  "platform.admin.added",
  "platform.admin.changed",
  "platform.admin.removed",
  "customer.created",
  "customer.updated",
  "customer.disabled",
  "customer.enabled",
  "customer.member.added",
  "customer.member.changed",
  "customer.member.removed",
  "customer.group.created",
  "customer.group.updated",
  "customer.group.deleted",
  "customer.group.member.added",
  "customer.group.member.removed",
  "customer.role.created",
  "customer.role.updated",
  "customer.role.deleted",
  "customer.api-user.created",
  "customer.api-user.updated",
  "customer.api-user.deleted",
  "customer.api-user.key.created",
  "customer.api-user.key.rotated",
  "customer.api-user.key.revoked",
  "customer.access-request.created",
  "customer.access-request.approved",
  "customer.access-request.declined",
  "customer.access-request.withdrawn",
  "customer.access-request.lapsed",
  "customer.invitation.created",
  "customer.invitation.sent",
  "customer.invitation.refused",
  "customer.invitation.resent",
  "customer.invitation.revoked",
  "customer.invitation.accepted",
  "customer.invitation.declined",
  "customer.invitation.undeliverable",
  "customer.project.created",
  "customer.project.updated",
  "customer.project.deleted",
  "customer.project.member.added",
  "customer.project.member.changed",
  "customer.project.member.removed",
  "customer.access.cascaded",
] as const;
export type EventType = (typeof eventTypes)[number];

/** The immutable record of one change, written with it. Names people by id alone. */
export const Event = lazy(() =>
  z.object({
    id: EventId(),
    at: storedInstant(),
    type: z.enum(eventTypes),
    actor: z.object({ type: z.enum(["user", "api-user", "system"]), id: z.string() }),
    customerId: z.optional(z.string()),
    projectId: z.optional(z.string()),
    subject: z.string(),
    before: z.optional(z.record(z.string(), z.unknown())),
    after: z.optional(z.record(z.string(), z.unknown())),
    reason: z.optional(z.string()),
    /** The access request that was approved before. */
    accessRequest: z.optional(z.string()),
    requestId: z.string(),
  }),
);
export type Event = z.infer<ReturnType<typeof Event>>;

/** Which events to list: from `since` on, before `until`, of one type, actor or subject. */
export const EventFilter = lazy(() =>
  z.strictObject({
    since: z.optional(instant()),
    until: z.optional(instant()),
    type: z.optional(z.enum(eventTypes)),
    actor: z.optional(z.string().check(z.maxLength(64))),
    subject: z.optional(z.string().check(z.maxLength(64))),
  }),
);
export type EventFilter = z.infer<ReturnType<typeof EventFilter>>;
