/** What roles are held on. */
export const levels = ["platform", "customer", "project"] as const;
export type Level = (typeof levels)[number];

/** A role that somebody holds: where, until when, and through which group when not themselves. */
export interface HeldGrant {
  level: Level;
  role: string;
  expiresAt?: string | undefined;
  through?: string;
  /** What is held without a role: an API user holds permissions one by one. */
  permission?: string;
  /** The version of the customer's own roles that it was read in, where it is one of them. */
  version?: number | undefined;
}

/** A named set of permissions. */
interface Defined {
  name: string;
  permissions: readonly string[];
  retiring?: boolean | undefined;
}

/** Roles besides the built-in ones: those of a customer with the version of their definitions, and those that the platform has for projects. */
export interface CustomRoles {
  customer?: Readonly<Record<string, Defined>>;
  project?: Readonly<Record<string, Defined>>;
  version?: number;
}
