import { encodeTime, ulid } from "ulid";
import * as z from "zod/mini";
import { lazy } from "./lazy.ts";

/** What each kind of made id begins with. */
export const prefixes = {
  user: "usr",
  group: "grp",
  project: "prj",
  tenant: "ten",
  invitation: "inv",
  event: "evt",
  operation: "opn",
  apiUser: "api",
  apiKey: "key",
  accessRequest: "req",
  thingGroup: "tgr",
  customerGroup: "cgr",
} as const;

/** A typed, sortable id: prefix and ULID (https://github.com/ulid/spec). */
export const newId = (kind: keyof typeof prefixes, now: Date) =>
  `${prefixes[kind]}_${ulid(now.getTime())}`;

/** What the ids of a kind made at an instant begin with (a ULID begins with its time). */
export const firstIdOf = (kind: keyof typeof prefixes, at: Date) =>
  `${prefixes[kind]}_${encodeTime(Math.max(0, at.getTime()))}`;

/** The id of the operation that an event starts: the same ULID, so that starting it twice finds it. */
export const operationOf = (event: string) => event.replace(prefixes.event, prefixes.operation);

export const eventOf = (operation: string) => operation.replace(prefixes.operation, prefixes.event);

const made = (kind: keyof typeof prefixes) =>
  lazy(() => {
    const form = new RegExp(`^${prefixes[kind]}_[0-9A-HJKMNP-TV-Z]{26}$`);
    return z.string().check(z.regex(form, `must be an id that begins with ${prefixes[kind]}_`));
  });

export const UserId = made("user");
export const GroupId = made("group");
export const TenantId = made("tenant");
export const InvitationId = made("invitation");
export const EventId = made("event");
export const OperationId = made("operation");
export const ApiUserId = made("apiUser");
export const ApiKeyId = made("apiKey");
export const AccessRequestId = made("accessRequest");
export const ThingGroupId = made("thingGroup");

/** The group of all customers right below its owner: always right, and nobody's to change. */
export const allCustomers = "all";

export const NamedCustomerGroupId = made("customerGroup");

/** A group of customers, or the one of all. */
export const CustomerGroupId = lazy(() =>
  z.union([z.literal(allCustomers), NamedCustomerGroupId()]),
);

/** Who may hold roles: a user or a user group. */
export const PrincipalId = lazy(() =>
  z
    .string()
    .check(
      z.regex(/^(usr|grp)_[0-9A-HJKMNP-TV-Z]{26}$/, "must be an id that begins with usr_ or grp_"),
    ),
);

/** Of whom it may be asked what they may do: a user, a user group or an API user. */
export const SubjectId = lazy(() =>
  z
    .string()
    .check(
      z.regex(
        /^(usr|grp|api)_[0-9A-HJKMNP-TV-Z]{26}$/,
        "must be an id that begins with usr_, grp_ or api_",
      ),
    ),
);

/** Who may call: a user or an API user. */
export const CallerId = lazy(() =>
  z
    .string()
    .check(
      z.regex(/^(usr|api)_[0-9A-HJKMNP-TV-Z]{26}$/, "must be an id that begins with usr_ or api_"),
    ),
);

/** What the ids of user groups begin with. */
export const groupIds = `${prefixes.group}_`;

/** True of the id of a person, whose ids no other principal has. */
export const isUserId = (id: string) => id.startsWith(`${prefixes.user}_`);

/** True of the id of a user group. */
export const isGroupId = (id: string) => id.startsWith(groupIds);

/** True of the id of a group of customers that has a name. */
export const isCustomerGroupId = (id: string) => id.startsWith(`${prefixes.customerGroup}_`);

const chosen = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const reserved = ["admin", "all", "api", "me", "new", "platform", "public", "usher", "v1", "www"];

/** Whose id stands where something belongs to the platform instead of a customer: no customer is called so. */
export const platform = "platform";

/** The customer that something belongs to, or the platform. */
export const ownerOf = ({ customer = platform }: { customer?: string | undefined }) => customer;

/** A word of the form that identifiers have, reserved or not. */
export const Slug = lazy(() =>
  z.string().check(z.maxLength(32), z.regex(chosen, "is not a valid identifier")),
);

/** An identifier somebody chose: lower-case letters, digits and single hyphens, 2 to 32 characters, not a reserved word. */
export const Identifier = lazy(() =>
  z.string().check(
    z.minLength(2),
    z.maxLength(32),
    z.regex(chosen, "must be lower-case letters and digits, with single hyphens between them"),
    z.refine((id) => !reserved.includes(id), "is reserved"),
  ),
);
