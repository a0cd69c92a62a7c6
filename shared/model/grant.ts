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
}
