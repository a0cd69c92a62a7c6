import * as z from "zod/mini";
import { type CustomerBinding, Member, type ProjectBinding } from "./binding.ts";
import { Identifier } from "./id.ts";
import { lazy } from "./lazy.ts";
import { memberOf } from "./member.ts";
import { isLive, roleIdsOf } from "./role.ts";
import { storedInstant } from "./text.ts";

/** Ends up to so many days ahead are listed as near. */
const soonAtMost = 365;
const day = 24 * 60 * 60 * 1000;

/** How many days ahead an end counts as near. */
export const ExpiredAccessFilter = lazy(() =>
  z.strictObject({
    soon: z.prefault(
      z.pipe(
        z
          .string()
          .check(
            z.refine(
              (text) => /^\d{1,3}$/.test(text) && Number(text) <= soonAtMost,
              `must be a whole number from 0 to ${soonAtMost}`,
            ),
          ),
        z.transform(Number),
      ),
      "7",
    ),
  }),
);

/** Roles of one principal on the customer or on one of its projects that have ended or will soon. */
export const ExpiredAccess = lazy(() =>
  z.extend(Member(), {
    /** The project, where they are not held on the customer itself. */
    project: z.optional(Identifier()),
    /** Those that have ended or will soon; others that are held there are not among them. */
    roles: z.array(
      z.object({
        role: z.string(),
        expiresAt: storedInstant(),
        state: z.enum(["expired", "soon"]),
      }),
    ),
  }),
);
export type ExpiredAccess = z.infer<ReturnType<typeof ExpiredAccess>>;

/** The instant up to which ends are near. */
export const horizonOf = (soon: number, now: Date) =>
  new Date(now.getTime() + soon * day).toISOString();

/** A binding with those of its roles that end up to an instant, the first to end before the others. */
export function expiredAccessOf(
  binding: CustomerBinding & Partial<Pick<ProjectBinding, "project">>,
  horizon: string,
  now: Date,
): ExpiredAccess {
  const { roles, project } = binding;
  const ending = roleIdsOf(roles).flatMap((role) => {
    const { expiresAt } = roles[role] ?? {};
    if (!expiresAt || expiresAt > horizon) return [];
    return [{ role, expiresAt, state: isLive({ expiresAt }, now) ? "soon" : "expired" } as const];
  });
  return {
    ...memberOf(binding, now),
    ...(project && { project }),
    roles: ending.sort((one, other) => (one.expiresAt < other.expiresAt ? -1 : 1)),
  };
}
