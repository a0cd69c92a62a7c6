import * as z from "zod/mini";
import { lazy } from "./lazy.ts";

const roles = () =>
  z._default(z.array(z.object({ role: z.string(), expiresAt: z.optional(z.string()) })), []);

/** What a request asks for, whatever its kind: each says some of this. */
export const AskedFor = lazy(() =>
  z.object({
    roles: roles(),
    /** The group into which somebody is to come. */
    group: z.optional(z.string()),
    /** The group of customers on which roles are held, and the customer that is to come into it. */
    customerGroup: z.optional(z.string()),
    customer: z.optional(z.string()),
    /** Of an invitation: what it offers besides. */
    projects: z._default(z.array(z.object({ project: z.string(), role: z.string() })), []),
    groups: z._default(z.array(z.object({ group: z.string() })), []),
    /** What a role, or an API user, is to give more. */
    role: z.optional(z.string()),
    displayName: z.optional(z.string()),
    permissions: z._default(z.array(z.string()), []),
    rank: z.optional(z.int()),
    /** Where a customer is to stand: null is the top. */
    parentId: z.nullish(z.string()),
    settings: z.optional(z.object({ minApprovals: z.optional(z.int()) })),
  }),
);
export type AskedFor = z.infer<ReturnType<typeof AskedFor>>;
