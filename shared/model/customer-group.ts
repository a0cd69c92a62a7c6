import * as z from "zod/mini";
import { groupChangeOf } from "./group-change.ts";
import { allCustomers, CustomerGroupId, Identifier, PrincipalId } from "./id.ts";
import { lazy } from "./lazy.ts";
import { HeldRole, HeldRoles } from "./role.ts";
import { folded } from "./sorted-name.ts";
import { kept, name, storedInstant, type Texts, typed } from "./text.ts";

const profile = ({ name, prose }: Texts) => ({
  displayName: name(),
  description: z.optional(prose(2000)),
});

/** A named set of customers that stand right below its owner: a customer or, without one, the platform. */
export const CustomerGroup = lazy(() =>
  z.object({
    id: CustomerGroupId(),
    customer: z.optional(Identifier()),
    ...profile(kept),
    version: z.int(),
    createdAt: storedInstant(),
    createdBy: z.optional(z.string()),
    updatedAt: storedInstant(),
    updatedBy: z.optional(z.string()),
  }),
);
export type CustomerGroup = z.infer<ReturnType<typeof CustomerGroup>>;

/** A group as stored, with the roles that were ever bound on it. */
export const StoredCustomerGroup = lazy(() =>
  z.extend(CustomerGroup(), { boundRoles: z.optional(z.set(z.string())) }),
);
export type StoredCustomerGroup = z.infer<ReturnType<typeof StoredCustomerGroup>>;

/** A name to be given: that of the group of all is taken everywhere. */
const givenName = () =>
  name().check(
    z.refine((typed) => comparedName(typed) !== allCustomers, "is what the group of all is called"),
  );

/** A group to be made. Its name is unique among those of its owner, whatever the case of its letters. */
export const NewCustomerGroup = lazy(() =>
  z.strictObject({ ...profile(typed), displayName: givenName() }),
);
export type NewCustomerGroup = z.infer<ReturnType<typeof NewCustomerGroup>>;

/** A JSON merge patch (RFC 7396): null takes a field away. */
export const CustomerGroupChange = lazy(() => {
  const { description } = profile(typed);
  return z.strictObject({
    displayName: z.optional(givenName()),
    description: z.nullish(description),
  });
});
export type CustomerGroupChange = z.infer<ReturnType<typeof CustomerGroupChange>>;

/** A name as it is compared: in the compatible form NFKC (Unicode Standard Annex 15), and folded as names are where they are sorted. */
export const comparedName = (typed: string) => folded(typed.normalize("NFKC")).trim();

/** Groups of its parent that one customer may be in. */
export const customerGroupsAtMost = 50;

/** The groups of its parent, or of the platform, that a customer is in. */
export const GroupsOfCustomer = lazy(() =>
  z.object({
    customer: z.string(),
    owner: z.string(),
    groups: z._default(z.set(z.string()), new Set<string>()),
  }),
);

/** What a principal holds on groups of customers of one owner: on which group which roles. */
export const CustomerGroupBinding = lazy(() =>
  z.object({
    principal: z.string(),
    owner: z.string(),
    roles: z.record(z.string(), HeldRoles()),
    /** The event that made it: tells it from an earlier one of the same principal, whose versions began at 1, too. */
    since: z.optional(z.string()),
    version: z.int(),
    updatedAt: storedInstant(),
    /** On which group the holder was told of ends, and up to which one. */
    reminded: z.optional(z.record(z.string(), storedInstant())),
  }),
);
export type CustomerGroupBinding = z.infer<ReturnType<typeof CustomerGroupBinding>>;

/** A customer in a group. */
export const GroupedCustomer = lazy(() =>
  z.object({ id: Identifier(), displayName: z.string(), status: z.string() }),
);

/** Somebody who holds roles on a group of customers. */
export const CustomerGroupMember = lazy(() =>
  z.object({
    id: PrincipalId(),
    roles: z.array(HeldRole()),
    version: z.int(),
    updatedAt: storedInstant(),
  }),
);

/** Customers to be put into a group and taken out of it, by their ids. */
export const GroupedCustomersChange = groupChangeOf(Identifier);
