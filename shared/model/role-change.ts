import { Refusal } from "./refusal.ts";
import { type HeldRoles, isLive } from "./role.ts";

/** A role somebody is to have, and until when. */
export interface WantedRole {
  role: string;
  expiresAt?: string | undefined;
}

/** A step from the roles held to the roles wanted. */
export interface RoleChange {
  before: HeldRoles;
  after: HeldRoles;
  /** Roles given anew or with another end. */
  given: WantedRole[];
  taken: string[];
}

/** The roles held and one more, or one with another end. */
export const withRole = (before: HeldRoles, wanted: WantedRole, by: string, now: Date) =>
  changeTo(before, [...wantedOf(before, wanted.role), wanted], by, now);

/** The roles held without one. */
export const withoutRole = (before: HeldRoles, role: string, by: string, now: Date) =>
  changeTo(before, wantedOf(before, role), by, now);

const wantedOf = (held: HeldRoles, except: string): WantedRole[] =>
  Object.entries(held)
    .filter(([role]) => role !== except)
    .map(([role, { expiresAt }]) => ({ role, expiresAt }));

/** From the roles held to a whole set. Roles that stay as they are keep who gave them and when. */
export function changeTo(
  before: HeldRoles,
  wanted: readonly WantedRole[],
  by: string,
  now: Date,
): RoleChange {
  const given = wanted.filter(
    ({ role, expiresAt }) => !Object.hasOwn(before, role) || before[role]?.expiresAt !== expiresAt,
  );
  const kept = Object.entries(before).filter(
    ([role]) => wanted.some((one) => one.role === role) && !given.some((one) => one.role === role),
  );
  const fresh = given.map(({ role, expiresAt }) => [
    role,
    { at: now.toISOString(), by, ...(expiresAt && { expiresAt }) },
  ]);
  return {
    before,
    after: Object.fromEntries([...kept, ...fresh]),
    given,
    taken: Object.keys(before).filter((role) => !wanted.some((one) => one.role === role)),
  };
}

/** The roles afterwards, where a request that others agreed to gave the new ones. */
export const afterRequest = (
  { after, given }: RoleChange,
  request: string | undefined,
): HeldRoles =>
  Object.fromEntries(
    Object.entries(after).map(([role, held]) => [
      role,
      request && given.some((one) => one.role === role) ? { ...held, request } : held,
    ]),
  );

export const changesNothing = ({ given, taken }: RoleChange) =>
  given.length === 0 && taken.length === 0;

/** The roles after which somebody may do more: new ones, and ended ones that live again. A live one that ends later gives nothing new. */
export const gained = ({ before, given }: RoleChange, now: Date): string[] =>
  given
    .filter(({ role }) => {
      const held = Object.hasOwn(before, role) ? before[role] : undefined;
      return !held || !isLive(held, now);
    })
    .map(({ role }) => role);

/** Refuses ends that have come already, and an end of one's own that moves later: nobody prolongs their own binding. */
export function refuseEnds(
  { before, given }: RoleChange,
  isOwn: boolean,
  now: Date,
  pointerTo = (_role: string) => "/expiresAt",
): void {
  for (const { role, expiresAt } of given) {
    if (expiresAt && expiresAt <= now.toISOString())
      throw new Refusal("invalid", "The end must lie in the future.", {
        errors: [{ pointer: pointerTo(role), message: "must lie in the future" }],
      });
    const end = before[role]?.expiresAt;
    if (isOwn && end && (!expiresAt || expiresAt > end)) throw prolongsOwn();
  }
}

/** The refusal of whoever would keep their own access for longer than others gave it. */
export const prolongsOwn = () =>
  new Refusal("forbidden", "Nobody prolongs their own access. Ask somebody else.");
