import type { Level } from "../model/grant.ts";
import type { customerRoleIds, projectRoleIds } from "../model/role.ts";
import { allPermissions, levelOf, type Permission } from "./permissions.ts";
import { platformRoles } from "./platform-roles.ts";
import type { Role } from "./role.ts";

const settings: Permission[] = ["customer.payment-methods.manage"];
const byProjectRoleOnly: Permission[] = ["project.configure", "project.cloud.access"];

const owner = allPermissions.filter(
  (permission) =>
    levelOf(permission) !== "platform" &&
    !settings.includes(permission) &&
    !byProjectRoleOnly.includes(permission),
);

const ownersOnly: Permission[] = ["customer.delete", "customer.owners.manage", "customer.export"];

/** Roles on a customer. `customer.payment-methods.manage` comes with the platform setting that lets customers pay by themselves. */
export const customerRoles = {
  owner: { name: "Owner", permissions: owner },
  admin: {
    name: "Admin",
    permissions: owner.filter((permission) => !ownersOnly.includes(permission)),
  },
  employee: { name: "Employee", permissions: ["customer.view", "customer.things.view"] },
} as const satisfies Record<(typeof customerRoleIds)[number], Role>;

const reader: Permission[] = [
  "project.view",
  "project.tenants.view",
  "project.usage-reports.view",
  "project.cloud.access",
];
const user: Permission[] = [...reader, "project.resources.use", "project.service-users.manage"];

/** Roles on a project. */
const projectRoles = {
  admin: { name: "Project Admin", rank: 3, permissions: [...user, "project.configure"] },
  user: { name: "Project User", rank: 2, permissions: user },
  reader: { name: "Project Reader", rank: 1, permissions: reader },
} as const satisfies Record<(typeof projectRoleIds)[number], Role>;

/** Every built-in role, level by level: a role is identified by level and id. */
export const builtInRoles: Record<Level, Readonly<Record<string, Role>>> = {
  platform: platformRoles,
  customer: customerRoles,
  project: projectRoles,
};
