import * as z from "zod/mini";
import type { CustomerBinding, ProjectBinding } from "./binding.ts";
import { Event } from "./event.ts";
import { lazy } from "./lazy.ts";
import { HeldRoles } from "./role.ts";

/** What somebody may rest on from an event on, kept with it so that decisions as of any instant can be made again: only what it changed, and null for what is gone. */
export const Settled = lazy(() =>
  z.object({
    status: z.optional(z.string()),
    platformRoles: z.optional(HeldRoles()),
    /** Group of customers → what is held on it; the owner of the group is where the event is kept. */
    onCustomerGroups: z.optional(z.record(z.string(), HeldRoles())),
    binding: z.optional(z.nullable(z.object({ roles: HeldRoles(), since: z.string() }))),
    projects: z.optional(
      z.record(
        z.string(),
        z.nullable(z.object({ roles: HeldRoles(), under: z.string(), projectKey: z.string() })),
      ),
    ),
  }),
);
export type Settled = z.infer<ReturnType<typeof Settled>>;

/** An event as it is kept. */
export const StoredEvent = lazy(() => z.extend(Event(), { settled: z.optional(Settled()) }));
export type StoredEvent = z.infer<ReturnType<typeof StoredEvent>>;

/** What a customer binding is from an event on. */
export const settledBinding = (binding: CustomerBinding | undefined): Settled => ({
  binding: binding ? { roles: binding.roles, since: binding.since } : null,
});

/** What project bindings are from an event on. */
export const settledProjects = (...bindings: readonly ProjectBinding[]): Settled => ({
  projects: Object.fromEntries(
    bindings.map(({ project, roles, under, projectKey }) => [
      project,
      Object.keys(roles).length > 0 ? { roles, under, projectKey } : null,
    ]),
  ),
});
