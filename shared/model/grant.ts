/** What roles are held on. */
export const levels = ["platform", "customer", "project"] as const;
export type Level = (typeof levels)[number];

/** A role that somebody holds: where, until when, and through which group when not themselves. A role that another customer defines is written `<role>@<customer>`. */
export interface HeldGrant {
  level: Level;
  role: string;
  expiresAt?: string | undefined;
  through?: string;
  /** What is held without a role: an API user holds permissions one by one. */
  permission?: string;
  /** Below the platform: the customers from the one where it is held down to the one where it is used. */
  line?: readonly string[];
  /** Where the role or the group belongs to a customer further up: the customers from the highest of those down to the one on which it is held, or that has the group of customers. */
  restsOn?: readonly string[] | undefined;
  /** The group of customers on which it is held, whose it is, and the first of the line that is in it. */
  customerGroup?: { id: string; owner: string } | undefined;
  /** Whose roles it is one of, and their version when it was read; not of built-in roles. */
  book?: { owner: string; version: number } | undefined;
}

/** A named set of permissions. */
interface Defined {
  name: string;
  permissions: readonly string[];
  /** When it was made, and when it came to give more than before, the last time. */
  createdAt?: string | undefined;
  widenedAt?: string | undefined;
}

/** Roles besides the built-in ones: those of a customer and, as `<role>@<ancestor>`, of those above it, with the version of each one's definitions, and those that the platform has for projects. */
export interface CustomRoles {
  customer?: Readonly<Record<string, Defined>>;
  project?: Readonly<Record<string, Defined>>;
  versions?: Readonly<Record<string, number>>;
}
