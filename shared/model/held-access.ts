import * as z from "zod/mini";
import { levels } from "./grant.ts";
import { CustomerGroupId, GroupId, PrincipalId, UserId } from "./id.ts";
import { lazy } from "./lazy.ts";
import { CustomerRoleId, HeldRole, type HeldRoles, isLive, roleIdsOf } from "./role.ts";
import { flag, storedInstant } from "./text.ts";
import { Shown } from "./user.ts";
import { ShownGroup } from "./user-group.ts";

/** A role as somebody got it: when, by whom and until when, and the group through which they have it. */
const GivenRole = () =>
  z.extend(HeldRole(), {
    at: storedInstant(),
    by: z.string(),
    /** The access request that asked for it, where others agreed. */
    request: z.optional(z.string()),
    through: z.optional(GroupId()),
    /** The customer on which it is held, where that is not what was asked for. */
    customer: z.optional(z.string()),
    /** The group of customers on which it is held, that the customer asked about is in. */
    customerGroup: z.optional(z.object({ id: CustomerGroupId(), owner: z.string() })),
  });
export type GivenRole = z.infer<ReturnType<typeof GivenRole>>;

/** Somebody with access to a customer or a project, and all that gives it. */
export const AccessHolder = lazy(() =>
  z.object({
    id: PrincipalId(),
    principal: z.union([
      z.extend(Shown(), { type: z.enum(["user"]), id: UserId() }),
      z.extend(ShownGroup(), { type: z.enum(["group"]), id: GroupId() }),
    ]),
    roles: z.array(GivenRole()),
  }),
);
export type AccessHolder = z.infer<ReturnType<typeof AccessHolder>>;

/** Whose access to list, in which role and state. */
export const AccessFilter = lazy(() =>
  z.strictObject({
    principal: z.optional(PrincipalId()),
    role: z.optional(z.string().check(z.maxLength(64))),
    state: z.optional(z.enum(["active", "expired"])),
    /** Those, too, who have it from a customer above or a group of customers, place by place. */
    inherited: flag(),
  }),
);
export type AccessFilter = z.infer<ReturnType<typeof AccessFilter>>;

/** The same on a customer, where roles have other names besides. */
export const CustomerAccessFilter = lazy(() =>
  z.extend(AccessFilter(), { role: z.optional(CustomerRoleId()) }),
);

/** A place where somebody holds roles, themselves or through a group: of roles on groups of customers each role names its own. */
export const HeldAccess = lazy(() =>
  z.object({
    level: z.enum(levels),
    customer: z.optional(z.string()),
    project: z.optional(z.string()),
    roles: z.array(GivenRole()),
  }),
);
export type HeldAccess = z.infer<ReturnType<typeof HeldAccess>>;

/** The roles of a binding as they were given, in the order of their ids. */
export const givenRoles = (roles: HeldRoles, now: Date, through?: string): GivenRole[] =>
  roleIdsOf(roles).map((role) => {
    const { at, by, expiresAt, request } = roles[role] as HeldRoles[string];
    const state = isLive({ expiresAt }, now) ? "active" : "expired";
    return {
      role,
      state,
      at,
      by,
      ...(expiresAt && { expiresAt }),
      ...(request && { request }),
      ...(through && { through }),
    };
  });

/** Those of some holders who hold what is asked for, with nothing else. */
export const matching = (holders: readonly AccessHolder[], { role, state }: AccessFilter) =>
  holders
    .map((holder) => ({
      ...holder,
      roles: holder.roles.filter(
        (one) => (!role || one.role === role) && (!state || one.state === state),
      ),
    }))
    .filter(({ roles }) => roles.length > 0);
