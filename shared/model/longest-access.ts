import type { Level } from "./grant.ts";
import { Refusal } from "./refusal.ts";
import type { HeldRoles } from "./role.ts";
import type { WantedRole } from "./role-change.ts";

/** For how many days roles may be given at most: `customer:admin` → 90. What is not named may be given for ever. */
export type LongestAccess = Readonly<Record<string, number>>;

const day = 24 * 60 * 60 * 1000;

/** The latest end of a role that is given now; undefined where it needs none. Owners have no such bound. */
export function latestEnd(longest: LongestAccess, level: Level, role: string, now: Date) {
  const days = level === "customer" && role === "owner" ? undefined : longest[`${level}:${role}`];
  return days === undefined ? undefined : new Date(now.getTime() + days * day).toISOString();
}

/** The first of some ends, if there are any. */
export const firstOf = (ends: readonly (string | undefined)[]): string | undefined =>
  ends.filter((end) => end !== undefined).sort()[0];

/** A wanted role with the end that it gets where none was asked for. One that is held for ever already stays as it is. */
export function withLatestEnd(
  longest: LongestAccess,
  level: Level,
  held: HeldRoles,
  { role, expiresAt }: WantedRole,
  now: Date,
): WantedRole {
  const isHeldForEver = Object.hasOwn(held, role) && held[role]?.expiresAt === undefined;
  return {
    role,
    expiresAt: expiresAt ?? (isHeldForEver ? undefined : latestEnd(longest, level, role, now)),
  };
}

/** Refuses ends that lie beyond what the platform allows of a role. */
export function refuseTooLong(
  longest: LongestAccess,
  level: Level,
  given: readonly WantedRole[],
  now: Date,
  pointerTo = (_role: string) => "/expiresAt",
): void {
  for (const { role, expiresAt } of given) {
    const latest = latestEnd(longest, level, role, now);
    if (latest && expiresAt && expiresAt > latest)
      throw new Refusal("invalid", `The role ${role} may be given until ${latest} at most.`, {
        errors: [{ pointer: pointerTo(role), message: `must be ${latest} or earlier` }],
      });
  }
}
