import { type HeldRoles, isBuiltIn, roleNameOf } from "./role.ts";

/** What a group of a customer gives to whoever is put into it: roles on the customer, on customers further down and groups of those, and on projects. */
export interface GroupGives {
  customer: string;
  roles: HeldRoles;
  below: readonly { customer: string; roles: HeldRoles }[];
  hasProjects: boolean;
}

/** Each role that a group holds further down, where that is, and whose role it is. */
export const heldBelow = ({ below }: Pick<GroupGives, "below">) =>
  below.flatMap(({ customer, roles }) =>
    Object.keys(roles).map((role) => ({ customer, ...roleNameOf(role) })),
  );

/** What a group gives on customers in words, as people agree to it: each `<role>@<whose> on <customer>`. */
export const saidBelow = (gives: Pick<GroupGives, "below">) =>
  heldBelow(gives).map(
    ({ role, owner, customer }) => `${role}@${owner ?? customer} on ${customer}`,
  );

/** Each role that it holds on its own customer. */
export const heldAtHome = ({ customer, roles }: Pick<GroupGives, "customer" | "roles">) =>
  heldBelow({ below: [{ customer, roles }] });

/** The customers that define what a group holds anywhere. */
export const definersOf = (gives: GroupGives) => [
  ...new Set(
    [...heldAtHome(gives), ...heldBelow(gives)].flatMap(({ role, owner, customer }) =>
      isBuiltIn("customer", role) ? [] : [owner ?? customer],
    ),
  ),
];
