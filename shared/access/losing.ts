import type { CustomRoles, Level } from "../model/grant.ts";
import { type HeldRoles, isBuiltIn, isLive, never, roleIdsOf } from "../model/role.ts";
import { gained, type RoleChange } from "../model/role-change.ts";
import { permissionsOf } from "./decide.ts";
import type { Permission } from "./permissions.ts";

/** The roles among some that somebody lost which give what those that they still hold do not. What a project role of the platform's own means in the clouds behind no other one gives. */
export function rolesLost(
  level: Level,
  lost: readonly string[],
  kept: readonly string[],
  customRoles: CustomRoles,
): string[] {
  const right = new Set(kept.flatMap((role) => permissionsOf({ level, role }, customRoles)));
  const isGiven = (role: string) =>
    kept.includes(role) ||
    ((level !== "project" || isBuiltIn(level, role)) &&
      permissionsOf({ level, role }, customRoles).every((one) => right.has(one)));
  return lost.filter((role) => !isGiven(role));
}

/** The roles after which somebody may do more than before. A built-in role gives nothing more where it takes the place of built-in ones that gave all of it for as long. */
export function rolesGained(level: Level, change: RoleChange, now: Date): string[] {
  const { before, after, taken } = change;
  const endOf = (held: HeldRoles, role: string) => held[role]?.expiresAt ?? never;
  return gained(change, now).filter((role) => {
    const replaced = taken.filter(
      (one) => isBuiltIn(level, one) && endOf(before, one) >= endOf(after, role),
    );
    return !isBuiltIn(level, role) || rolesLost(level, [role], replaced, {}).length > 0;
  });
}

/** The roles on the platform among some that give what others that are held do not, or only up to an end. */
export const platformRolesGained = (given: readonly string[], others: readonly HeldRoles[]) =>
  rolesLost("platform", given, others.flatMap(lasting), {});

const lasting = (roles: HeldRoles) =>
  roleIdsOf(roles).filter((role) => roles[role]?.expiresAt === undefined);

/** Rights by which somebody gives what goes on resting on what they may do: invitations that they sent, and keys that they were shown. */
const granting: Permission[] = [
  "customer.members.grant",
  "customer.owners.manage",
  "customer.projects.access",
  "customer.api-users.manage",
];

/** True when a change takes anything from somebody who may have given something: an invitation rests on all that it offers, too. `besides` is what else they hold, under the names of wherever that is. */
export const losesGranting = (
  { before, after }: Pick<RoleChange, "before" | "after">,
  customRoles: CustomRoles,
  now: Date,
  besides: readonly HeldRoles[] = [],
) => {
  const had = givenBy(before, customRoles, now);
  const mayGive = granting.some((right) => had.has(right)) || besides.some(mayGiveBy);
  const has = givenBy(after, customRoles, now);
  return mayGive && [...had].some((right) => !has.has(right));
};

/** What roles of other places give that are not built in is not looked up here. */
const mayGiveBy = (roles: HeldRoles) =>
  Object.keys(roles).some((role) => {
    const gives = permissionsOf({ level: "customer", role });
    return !isBuiltIn("customer", role) || granting.some((right) => gives.includes(right));
  });

/** Rights on the platform on which something goes on resting: keys that somebody was shown, what they asked for, there or at customers, and whom they invited as the first people of one. */
const founding: Permission[] = [
  "platform.api-users.manage",
  "platform.admins.manage",
  "platform.project-roles.manage",
  "platform.customer-groups.manage",
  "platform.customers.create",
  "platform.customers.join",
  "platform.customers.edit",
  "platform.import",
];

/** True when somebody loses a right on the platform with some roles on which something may rest. */
export function losesFounding(before: HeldRoles, after: HeldRoles = {}): boolean {
  const [had, has] = [before, after].map(
    (held) =>
      new Set(Object.keys(held).flatMap((role) => permissionsOf({ level: "platform", role }))),
  ) as [Set<Permission>, Set<Permission>];
  return founding.some((right) => had.has(right) && !has.has(right));
}

const givenBy = (roles: HeldRoles, customRoles: CustomRoles, now: Date) => {
  const live = Object.keys(roles).filter((role) => isLive(roles[role] ?? {}, now));
  return new Set(live.flatMap((role) => permissionsOf({ level: "customer", role }, customRoles)));
};
