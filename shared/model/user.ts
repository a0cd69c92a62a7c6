import * as z from "zod/mini";
import { EmailAddress, normalAddress, readableAddress } from "./email-address.ts";
import { newId, platform, UserId } from "./id.ts";
import { lazy } from "./lazy.ts";
import { HeldRole, HeldRoles, shownRoles } from "./role.ts";
import { name, storedInstant } from "./text.ts";
import { DashboardId } from "./thing-kind.ts";

/** The sign-in of a person: what its OpenID Connect issuer calls them (OpenID Connect Core 1.0, section 2). */
export const Identity = lazy(() => z.object({ issuer: z.string(), subject: z.string() }));
export type Identity = z.infer<ReturnType<typeof Identity>>;

/** A sign-in as its user holds it, with the address that its issuer last told of. Tokens from before `notBefore` are those of a former, deleted user. */
const HeldIdentity = lazy(() =>
  z.extend(Identity(), {
    notBefore: z.optional(storedInstant()),
    email: z.optional(z.string()),
  }),
);
export type HeldIdentity = z.infer<ReturnType<typeof HeldIdentity>>;

const statuses = ["invited", "active", "disabled", "deleted"] as const;

/** A person. `invited` until their first sign-in; only `active` users can do anything or count as live. */
export const User = lazy(() =>
  z.object({
    id: UserId(),
    email: z.string(),
    username: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    homeDashboardId: z.optional(z.string()),
    language: z.string(),
    status: z.enum(statuses),
    identities: z.array(HeldIdentity()),
    lastSignInAt: z.optional(storedInstant()),
    /** Until when somebody has to sign in for the first time, or it loses what it holds. */
    claimBy: z.optional(storedInstant()),
    /** When the address last changed. */
    addressSince: z.optional(storedInstant()),
    /** Roles on the platform. They stand here since the record is read with every request anyway. */
    platformRoles: z.optional(HeldRoles()),
    /** The groups they are in, each as `<customer>/<group>`, or `platform/<group>`: known with every request at no further cost. */
    groups: z.optional(z.set(z.string())),
    /** The owners of customer groups on which roles were bound to them. */
    boundOn: z.optional(z.set(z.string())),
    createdAt: storedInstant(),
    updatedAt: storedInstant(),
    deletedAt: z.optional(storedInstant()),
    version: z.int(),
  }),
);
export type User = z.infer<ReturnType<typeof User>>;

/** True of people whom something can be granted to: they are found, and mail goes to them. */
export const isAvailable = ({ status }: Pick<User, "status">) =>
  status === "active" || status === "invited";

/** A user as they and administrators see them. */
export const SeenUser = lazy(() =>
  z.extend(User(), {
    identities: z.array(Identity()),
    platformRoles: z.array(HeldRole()),
    groups: z.array(z.object({ id: z.string(), customer: z.optional(z.string()) })),
  }),
);
export type SeenUser = z.infer<ReturnType<typeof SeenUser>>;

/** The record of a user as it is answered. */
export const seenUser = (user: User, now: Date): SeenUser => ({
  ...user,
  platformRoles: shownRoles(user.platformRoles ?? {}, now),
  groups: [...(user.groups ?? [])].sort().map((entry) => {
    const [owner = "", id = ""] = entry.split("/");
    return { id, ...(owner !== platform && { customer: owner }) };
  }),
});

/** Groups that one person may be in: their record stays small. */
export const groupsAtMost = 200;

/** How a user record lists a group. */
export const groupEntry = (customer: string, group: string) => `${customer}/${group}`;

/** The groups of a customer, or of the platform, that somebody is in. */
export const groupsAt = ({ groups = new Set() }: Pick<User, "groups">, customer: string) =>
  [...groups].flatMap((entry) => {
    const [owner, group] = entry.split("/");
    return owner === customer && group ? [group] : [];
  });

/** True of whoever is in a group, whosever it is. */
export const isIn = ({ groups = new Set() }: Pick<User, "groups">, group: string) =>
  [...groups].some((entry) => entry.endsWith(`/${group}`));

/** Whose one of the groups is that somebody is in. */
export const ownerOfGroup = ({ groups = new Set() }: Pick<User, "groups">, group: string) =>
  [...groups].find((entry) => entry.endsWith(`/${group}`))?.split("/")[0];

/** True of whoever runs the platform, or may from any moment on: by roles of their own, or in a group of the platform. */
export const isAdmin = (user: User) =>
  user.platformRoles !== undefined || groupsAt(user, platform).length > 0;

/** The customers whose groups somebody is in, in the order of their ids. */
export const customersOfGroups = ({ groups = new Set() }: Pick<User, "groups">) =>
  [...new Set([...groups].map((entry) => entry.split("/")[0] as string))]
    .filter((owner) => owner !== platform)
    .sort();

/** Which users to list: by the beginning of their address, and by status. */
export const UserFilter = lazy(() =>
  z.strictObject({
    q: z.optional(
      z.string().check(
        z.trim(),
        z.toLowerCase(),
        z.maxLength(320),
        z.regex(/^\S*$/, "must not contain spaces"),
        // A whole address is found in either form.
        z.overwrite((typed) => normalAddress(typed) ?? typed),
      ),
    ),
    status: z.optional(z.enum(statuses)),
  }),
);

const language = () =>
  z
    .string()
    .check(
      z.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "must be a language such as en or de-CH"),
      z.maxLength(35),
    );

/** Somebody whom an administrator makes known before they sign in. */
export const NewUser = lazy(() =>
  z.strictObject({
    email: EmailAddress(),
    firstName: z._default(name(255, 0), ""),
    lastName: z._default(name(255, 0), ""),
    language: z._default(language(), "en"),
  }),
);
export type NewUser = z.infer<ReturnType<typeof NewUser>>;

const day = 24 * 60 * 60 * 1000;

/** How long a record waits for its person. */
const claimEnd = (now: Date) => new Date(now.getTime() + 90 * day).toISOString();

/** The address that the issuer of a sign-in last told of; unknown of one that was linked and never used since. */
export const addressToldBy = (
  { identities, email }: User,
  held: HeldIdentity,
): string | undefined => held.email ?? (identities.length === 1 ? email : undefined);

/** True of a record that nobody has claimed in time. */
export const isUnclaimed = ({ status, claimBy }: User, now: Date) =>
  status === "invited" && claimBy !== undefined && claimBy <= now.toISOString();

/** The next version of a record that nobody claimed: without roles on the platform, and with as long again for what it is given later. */
export const unclaimed = ({ platformRoles: _, ...user }: User, now: Date): User => ({
  ...user,
  claimBy: claimEnd(now),
  updatedAt: now.toISOString(),
  version: user.version + 1,
});

/** A record whose person has come. */
export const claimed = ({ claimBy: _, ...user }: User): User => user;

/** A user who has not signed in yet: whoever first does so with that address, verified, is this person. */
export const invitedUser = (known: NewUser, now: Date): User => ({
  ...known,
  id: newId("user", now),
  username: known.email,
  status: "invited",
  identities: [],
  claimBy: claimEnd(now),
  version: 1,
  createdAt: now.toISOString(),
  updatedAt: now.toISOString(),
});

/** A sign-in that an administrator links to a user, as its tokens say it in `iss` and `sub`. */
export const NewIdentity = lazy(() => {
  const claim = () =>
    z.string().check(z.regex(/^[ -~]{1,255}$/, "must be 1 to 255 ASCII characters"));
  return z.strictObject({ issuer: claim(), subject: claim() });
});

/** Sign-ins of one user. */
export const identityLimit = 10;

/** What people change about themselves. */
export const UserChange = lazy(() =>
  z.strictObject({
    firstName: z.optional(name(255, 0)),
    lastName: z.optional(name(255, 0)),
    homeDashboardId: z.optional(z.nullable(DashboardId())),
    language: z.optional(language()),
  }),
);
export type UserChange = z.infer<ReturnType<typeof UserChange>>;

/** What administrators correct about others: not what people choose for themselves alone. */
export const UserCorrection = lazy(() => z.omit(UserChange(), { homeDashboardId: true }));

/** What lists show of a person, copied to each of their bindings. */
export const Shown = lazy(() =>
  z.object({
    firstName: z.string(),
    lastName: z.string(),
    email: z.string(),
    status: z.enum(statuses),
  }),
);
export type Shown = z.infer<ReturnType<typeof Shown>>;

export const shownOf = ({ firstName, lastName, email, status }: User): Shown => ({
  firstName,
  lastName,
  email,
  status,
});

/** How a person is called: their name, or their address while we know none. */
export const nameOf = (user: Pick<User, "firstName" | "lastName" | "email">) =>
  `${user.firstName} ${user.lastName}`.trim() || readableAddress(user.email);
