import * as z from "zod/mini";
import { Member } from "./binding.ts";
import { SeenCustomer } from "./customer.ts";
import { CustomerGroupId, Identifier } from "./id.ts";
import { lazy } from "./lazy.ts";
import { storedInstant } from "./text.ts";

/** Where a customer is to stand: below a parent, or with null at the top. */
export const CustomerMove = lazy(() => z.strictObject({ parentId: z.nullable(Identifier()) }));

/** A role that somebody holds at a customer above, or on a group of customers. */
const RoleAbove = lazy(() =>
  z.object({
    customer: z.string(),
    /** The group on which it is held, that the customer named is in. */
    customerGroup: z.optional(z.object({ id: CustomerGroupId(), owner: z.string() })),
    role: z.string(),
    expiresAt: z.optional(storedInstant()),
  }),
);

/** Somebody whose roles above hold below from now on, or no longer. */
export const RightsChange = lazy(() =>
  z.object({
    principal: Member().shape.principal,
    gains: z.array(RoleAbove()),
    loses: z.array(RoleAbove()),
  }),
);
export type RightsChange = z.infer<ReturnType<typeof RightsChange>>;

/** A customer that has moved; in a dry run as it is, with who would gain and lose rights, by page. */
export const MovedCustomer = lazy(() =>
  z.extend(SeenCustomer(), {
    dryRun: z.boolean(),
    /** Which operation tidies up after it. */
    operation: z.optional(z.string()),
    changes: z.optional(
      z.object({ items: z.array(RightsChange()), nextCursor: z.optional(z.string()) }),
    ),
  }),
);
