import * as z from "zod/mini";
import { type CustomerBinding, Member, type ProjectBinding } from "./binding.ts";
import type { CustomerGroupBinding } from "./customer-group.ts";
import { Identifier } from "./id.ts";
import { lazy } from "./lazy.ts";
import { principalOf } from "./member.ts";
import { type HeldRoles, isLive } from "./role.ts";
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

/** Roles of one principal on the customer, on one of its projects or on its groups of customers that have ended or will soon. */
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
        /** The group of customers on which it is held, or `all`. */
        customerGroup: z.optional(z.string()),
      }),
    ),
  }),
);
export type ExpiredAccess = z.infer<ReturnType<typeof ExpiredAccess>>;

/** The instant up to which ends are near. */
export const horizonOf = (soon: number, now: Date) =>
  new Date(now.getTime() + soon * day).toISOString();

type OnCustomer = CustomerBinding & Partial<Pick<ProjectBinding, "project">>;
type Ending = OnCustomer | CustomerGroupBinding;

/** True of what is held on groups of customers: no name is kept with it. */
export const isOnGroups = (binding: Ending): binding is CustomerGroupBinding => "owner" in binding;

/** A binding with those of its roles that end up to an instant, the first to end before the others. */
export function expiredAccessOf(
  binding: Ending,
  shown: CustomerBinding["shown"],
  horizon: string,
  now: Date,
): ExpiredAccess {
  const { principal, version, updatedAt } = binding;
  const roles = isOnGroups(binding)
    ? Object.entries(binding.roles).flatMap(([customerGroup, held]) =>
        endingOf(held, horizon, now).map((one) => ({ ...one, customerGroup })),
      )
    : endingOf(binding.roles, horizon, now);
  return {
    id: principal,
    principal: principalOf(principal, shown),
    version,
    updatedAt,
    ...("project" in binding && { project: binding.project }),
    roles: roles.sort((one, other) => (one.expiresAt < other.expiresAt ? -1 : 1)),
  };
}

const endingOf = (roles: HeldRoles, horizon: string, now: Date) =>
  Object.entries(roles).flatMap(([role, { expiresAt }]) => {
    if (!expiresAt || expiresAt > horizon) return [];
    return [{ role, expiresAt, state: isLive({ expiresAt }, now) ? "soon" : "expired" } as const];
  });
