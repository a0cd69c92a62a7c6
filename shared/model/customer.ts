import * as z from "zod/mini";
import { EmailAddress } from "./email-address.ts";
import { CallerId, Identifier, NamedCustomerGroupId, UserId } from "./id.ts";
import { lazy } from "./lazy.ts";
import { levelsAtMost, placed } from "./place.ts";
import { KeptTags, Tags, TagsChange } from "./tags.ts";
import { kept, name, storedInstant, type Texts, typed } from "./text.ts";
import { DashboardId } from "./thing-kind.ts";

const address = ({ name }: Texts) => ({
  line1: z.optional(name(255, 0)),
  line2: z.optional(name(255, 0)),
  city: z.optional(name(255, 0)),
  state: z.optional(name(255, 0)),
  zip: z.optional(name(255, 0)),
  country: z.optional(name(255, 0)),
});

const AddressChange = lazy(() => {
  const line = z.nullish(name(255, 0));
  return z.strictObject({
    line1: line,
    line2: line,
    city: line,
    state: line,
    zip: line,
    country: line,
  });
});

/** How many people must agree before somebody may do more at the customer: 1 (whoever acts) to 5. */
const approvals = () => z.int().check(z.minimum(1), z.maximum(5));

/** What owners and admins say about their customer. */
const profile = ({ name, prose }: Texts) => ({
  displayName: name(),
  phone: z.optional(name(255, 0)),
  description: z.optional(prose(2000)),
});

const statuses = ["active", "disabled", "checking", "deleting", "deleted"] as const;

/** An account: a team, a department, a business, a person. */
export const Customer = lazy(() =>
  z.object({
    id: Identifier(),
    ...profile(kept),
    email: z.optional(z.string()),
    address: z.optional(z.object(address(kept))),
    homeDashboardId: z.optional(z.string()),
    tags: z.optional(KeptTags()),
    parentId: z.optional(Identifier()),
    settings: z._default(z.object({ minApprovals: z.int() }), { minApprovals: 1 }),
    status: z.enum(statuses),
    version: z.int(),
    createdAt: storedInstant(),
    createdBy: CallerId(),
    updatedAt: storedInstant(),
    updatedBy: CallerId(),
    /** Why an administrator disabled it: for everybody who sees it. */
    disabledReason: z.optional(z.string()),
    /** When it was closed for good, by whom and why. */
    deletedAt: z.optional(storedInstant()),
    deletedBy: z.optional(CallerId()),
    deletionReason: z.optional(z.string()),
  }),
);
export type Customer = z.infer<ReturnType<typeof Customer>>;

/** True of a customer at which nobody has access any more. */
export const isClosed = ({ status }: Pick<Customer, "status">) =>
  status === "deleting" || status === "deleted";

/** A customer as stored, with where it stands among the others. */
export const StoredCustomer = lazy(() => z.extend(Customer(), placed()));
export type StoredCustomer = z.infer<ReturnType<typeof StoredCustomer>>;

/** A live owner, as shown to whoever may see the customer. */
const Contact = lazy(() => z.object({ id: UserId(), name: z.string(), email: z.string() }));

/** A customer as one caller sees it: with its owners and the caller's own permissions, and with its authors where members may be seen. */
export const SeenCustomer = lazy(() =>
  z.extend(Customer(), {
    createdBy: z.optional(CallerId()),
    updatedBy: z.optional(CallerId()),
    contacts: z.optional(z.array(Contact())),
    permissions: z.array(z.string()),
  }),
);

/** A customer in the list of all: with its authors where people may be seen. */
export const ListedCustomer = lazy(() =>
  z.omit(SeenCustomer(), { contacts: true, permissions: true }),
);

/** Of which customers to list something: by the beginning of their id. */
export const CustomerBeginning = lazy(() =>
  z.strictObject({
    q: z.optional(z.string().check(z.trim(), z.toLowerCase(), z.maxLength(32))),
  }),
);

/** Which customers to list: the same, and by status. */
export const CustomerFilter = lazy(() =>
  z.extend(CustomerBeginning(), { status: z.optional(z.enum(statuses)) }),
);

export const NewCustomer = lazy(() =>
  z.strictObject({
    id: Identifier(),
    ...profile(typed),
    email: z.optional(EmailAddress()),
    address: z.optional(z.strictObject(address(typed))),
    homeDashboardId: z.optional(DashboardId()),
    tags: z.optional(Tags()),
  }),
);
export type NewCustomer = z.infer<ReturnType<typeof NewCustomer>>;

/** Groups that a customer is put into at once when it is created, each named once. */
export const CustomerGroupIds = lazy(() =>
  z.array(NamedCustomerGroupId()).check(
    z.maxLength(10),
    z.refine((ids) => new Set(ids).size === ids.length, "must name each group once"),
  ),
);

/** A customer to be created: at the top, or below a parent, where somebody may be named who becomes its owner. */
export const CustomerToCreate = lazy(() =>
  z
    .extend(NewCustomer(), {
      parentId: z.optional(Identifier()),
      owner: z.optional(UserId()),
      groups: z.optional(CustomerGroupIds()),
    })
    .check(
      z.refine(({ parentId, groups }) => groups === undefined || parentId !== undefined, {
        error: "are those of a parent: administrators group what stands at the top",
        path: ["groups"],
      }),
      z.refine(({ parentId, owner }) => owner === undefined || parentId !== undefined, {
        error: "is for customers below a parent: you own what you create at the top",
        path: ["owner"],
      }),
    ),
);
export type CustomerToCreate = z.infer<ReturnType<typeof CustomerToCreate>>;

/** A customer below another, and how many levels down. */
export const SubCustomer = lazy(() => z.extend(ListedCustomer(), { depth: z.int() }));

/** How far down to look, in levels. */
export const DepthQuery = lazy(() =>
  z.strictObject({
    depth: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(levelsAtMost)), 1),
  }),
);

/** A JSON merge patch (RFC 7396): null takes a field away. */
export const CustomerChange = lazy(() => {
  const { displayName, phone, description } = profile(typed);
  return z.strictObject({
    displayName: z.optional(displayName),
    email: z.nullish(EmailAddress()),
    phone: z.nullish(phone),
    address: z.nullish(AddressChange()),
    description: z.nullish(description),
    homeDashboardId: z.nullish(DashboardId()),
    tags: z.nullish(TagsChange()),
    settings: z.optional(z.strictObject({ minApprovals: approvals() })),
  });
});
export type CustomerChange = z.infer<ReturnType<typeof CustomerChange>>;
