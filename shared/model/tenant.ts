import * as z from "zod/mini";
import { Identifier, TenantId } from "./id.ts";
import { lazy } from "./lazy.ts";
import { projectStatuses } from "./project.ts";
import { kept, storedInstant, type Texts, typed } from "./text.ts";

/** Tenants of one project at most: what becomes of all of them is written in one transaction. */
export const tenantsAtMost = 50;

const place = ({ name }: Texts) => ({
  /** The cloud platform, and the landing zone there. */
  platform: name(50),
  landingZone: z.optional(name(50)),
  /** What that platform calls it: an account, a subscription, a namespace. */
  identifier: name(255),
});

/** A project's footprint in some cloud platform. */
export const Tenant = lazy(() =>
  z.object({
    id: TenantId(),
    customer: Identifier(),
    project: Identifier(),
    ...place(kept),
    status: z.enum(["active", "pending_deletion"]),
    /** Why and when it was asked for that it goes, with its project. */
    deletion: z.optional(z.object({ reason: z.string(), requestedAt: storedInstant() })),
    version: z.int(),
    createdAt: storedInstant(),
    createdBy: z.optional(z.string()),
    updatedAt: storedInstant(),
  }),
);
export type Tenant = z.infer<ReturnType<typeof Tenant>>;

/** A tenant as stored: with its project's id for ever, and the request by which it is to go. */
export const StoredTenant = lazy(() =>
  z.extend(Tenant(), { projectKey: z.string(), asked: z.optional(z.string()) }),
);
export type StoredTenant = z.infer<ReturnType<typeof StoredTenant>>;

export const NewTenant = lazy(() => z.strictObject(place(typed)));

/** Which tenants to list of all customers: those whose deletion waits for a word, also when nothing is said. */
export const TenantFilter = lazy(() =>
  z.strictObject({ state: z._default(z.enum(["pending"]), "pending") }),
);

/** What became of the deletion of a tenant, and of its project: it goes with the last of its tenants. */
export const TenantDecision = lazy(() =>
  z.object({
    tenant: TenantId(),
    decision: z.enum(["confirmed", "declined"]),
    project: z.object({
      id: Identifier(),
      status: z.enum([...projectStatuses, "deleted"]),
      /** Tenants that it still has. */
      tenants: z.int(),
    }),
    /** The work that began with it. */
    operation: z.optional(z.string()),
  }),
);
export type TenantDecision = z.infer<ReturnType<typeof TenantDecision>>;
