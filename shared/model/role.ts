import * as z from "zod/mini";
import type { Level } from "./grant.ts";
import { Slug } from "./id.ts";
import { lazy } from "./lazy.ts";
import { instant, storedInstant } from "./text.ts";

/** Built-in roles on the platform. */
export const platformRoleIds = [
  "organization-admin",
  "organization-user",
  "platform-engineer",
  "ops-support",
  "finops-manager",
  "onboarding-support",
  "compliance-manager",
  "replication-operator",
] as const;
export const PlatformRoleId = lazy(() => z.enum(platformRoleIds));
export type PlatformRoleId = (typeof platformRoleIds)[number];

/** Built-in roles on a customer. */
export const customerRoleIds = ["owner", "admin", "employee"] as const;

/** Built-in roles on a project. */
export const projectRoleIds = ["admin", "user", "reader"] as const;

/** What customer roles are called in older and newer systems; understood in requests, never answered. */
const aliases: Record<string, string> = { manager: "admin", member: "employee" };
const synonyms: Record<string, string> = { ...aliases, user: "employee" };

/** The id behind a name of a customer role. */
export function customerRoleOf(typed: string): string {
  const [, bare] = /^(?:customer|workspace)-(.+)$/.exec(typed) ?? [];
  return bare ? meantBy(synonyms, bare) : meantBy(aliases, typed);
}

const meantBy = (names: Record<string, string>, word: string): string =>
  (Object.hasOwn(names, word) ? names[word] : undefined) ?? word;

/** The id of a customer role: a built-in one, one of the customer's own, or `<role>@<customer>`. */
export const CustomerRoleName = lazy(() =>
  z.string().check(
    z.maxLength(65),
    z.regex(/^[a-z0-9]+(-[a-z0-9]+)*(@[a-z0-9]+(-[a-z0-9]+)*)?$/, "is not a valid identifier"),
    z.refine((name) => name.split("@").every((part) => part.length <= 32), "is too long"),
  ),
);

/** A customer role as requests name it, brought to its id: a built-in one, one of the customer's own, or one that a customer above it defines: `<role>@<customer>`. */
export const CustomerRoleId = lazy(() =>
  z.pipe(
    z.pipe(z.string().check(z.maxLength(65)), z.transform(customerRoleOf)),
    CustomerRoleName(),
  ),
);

/** The customers above whose roles some names speak of. */
export const ownersNamed = (names: readonly string[]) => [
  ...new Set(names.flatMap((name) => roleNameOf(name).owner ?? [])),
];

/** A project role as requests name it: a built-in one, or one that the platform defines. */
export const ProjectRoleId = lazy(() => Slug());

/** A customer role's name as a binding holds it: of a role that a customer above defines, which role and whose. */
export function roleNameOf(name: string): { role: string; owner?: string } {
  const [role = name, owner] = name.split("@");
  return owner === undefined ? { role } : { role, owner };
}

/** The name of such a role in a binding at a customer: there the customer's own goes without saying. */
export function nameAt(name: string, customer: string): string {
  const { role, owner } = roleNameOf(name);
  return owner === customer ? role : name;
}

/** The name that a role held on a customer has below it; `above` are that customer and those above it. None once the customer that defines it is not among them: then it counts no more. */
export function nameBelow(name: string, above: readonly string[]): string | undefined {
  if (isBuiltIn("customer", name)) return name;
  const { role, owner = above[0] } = roleNameOf(name);
  return owner !== undefined && above.includes(owner) ? `${role}@${owner}` : undefined;
}

/** True of roles that every deployment knows. */
export const isBuiltIn = (level: Level, role: string) =>
  (builtInIds[level] as readonly string[]).includes(role);

/** The ids of the roles that every deployment knows, highest first. */
export const builtInIds = {
  platform: platformRoleIds,
  customer: customerRoleIds,
  project: projectRoleIds,
} as const;

/** What a request says about a role it grants: when it ends, if it does. */
export const Grant = lazy(() => z.strictObject({ expiresAt: z.optional(instant()) }));
export type Grant = z.infer<ReturnType<typeof Grant>>;

/** Role → how it was granted, as stored on a binding. */
export const HeldRoles = lazy(() =>
  z.record(
    z.string(),
    z.object({
      expiresAt: z.optional(storedInstant()),
      at: storedInstant(),
      by: z.string(),
      /** The access request by which it was given, where others agreed. */
      request: z.optional(z.string()),
    }),
  ),
);
export type HeldRoles = z.infer<ReturnType<typeof HeldRoles>>;

/** A role somebody holds, as answered; an `expired` one grants nothing until it is extended. */
export const HeldRole = lazy(() =>
  z.object({
    role: z.string(),
    expiresAt: z.optional(storedInstant()),
    state: z.enum(["active", "expired"]),
  }),
);
export type HeldRole = z.infer<ReturnType<typeof HeldRole>>;

/** True until the very instant of the end: from `expiresAt` on a role grants nothing. */
export const isLive = (held: { expiresAt?: string | undefined }, now: Date) =>
  held.expiresAt === undefined || held.expiresAt > now.toISOString();

/** The ids of roles in their order: the table keeps none. */
export const roleIdsOf = (roles: HeldRoles) => Object.keys(roles).sort();

/** The roles of a binding as events keep them. */
export const recordedRoles = (roles: HeldRoles) =>
  roleIdsOf(roles).map((role) => ({ role, expiresAt: roles[role]?.expiresAt }));

/** The roles of a binding as answered, in the order of their ids. */
export const shownRoles = (roles: HeldRoles, now: Date): HeldRole[] =>
  roleIdsOf(roles).map((role) => {
    const held = roles[role] as HeldRoles[string];
    return {
      role,
      ...(held.expiresAt && { expiresAt: held.expiresAt }),
      state: isLive(held, now) ? "active" : "expired",
    };
  });

/** When the first of the roles ends that do. */
export const firstEndOf = (roles: HeldRoles) =>
  Object.values(roles)
    .flatMap(({ expiresAt }) => expiresAt ?? [])
    .sort()[0];

/** When the last of the roles ends: what a condition compares with the clock. Never is `9999…`. */
export const never = "9999-12-31T23:59:59.999Z";
export const endOf = (roles: HeldRoles) =>
  Object.values(roles)
    .map(({ expiresAt = never }) => expiresAt)
    .sort()
    .at(-1) ?? "";
