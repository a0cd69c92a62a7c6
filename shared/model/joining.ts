import { type HeldRoles, isBuiltIn, roleNameOf } from "./role.ts";

/** What a group of a customer gives to whoever is put into it: roles on the customer, on customers further down and groups of those, and on projects. */
export interface GroupGives {
  roles: HeldRoles;
  below: readonly { customer: string; roles: HeldRoles }[];
  hasProjects: boolean;
}

/** Each role that a group holds further down, where that is, and whose role it is. */
export const heldBelow = ({ below }: Pick<GroupGives, "below">) =>
  below.flatMap(({ customer, roles }) =>
    Object.keys(roles).map((role) => ({ customer, ...roleNameOf(role) })),
  );

/** The customers that define what a group holds further down. */
export const definersOf = (gives: Pick<GroupGives, "below">) => [
  ...new Set(
    heldBelow(gives).flatMap(({ role, owner, customer }) =>
      isBuiltIn("customer", role) ? [] : [owner ?? customer],
    ),
  ),
];
