import type { PlatformRoleId } from "../model/role.ts";
import { allPermissions, levelOf, type Permission } from "./permissions.ts";
import type { Role } from "./role.ts";

const all = allPermissions.filter((permission) => levelOf(permission) === "platform");

/** What an Organization User lacks. */
const adminsOnly: Permission[] = [
  "platform.policies.manage",
  "platform.tags.manage",
  "platform.unmanaged-tenants.assign",
  "platform.api-users.manage",
  "platform.admins.manage",
  "platform.customers.create",
  "platform.customers.delete",
  "platform.customers.disable",
  "platform.customers.edit",
  "platform.customer-groups.manage",
  "platform.things.manage",
  "platform.users.edit",
  "platform.users.disable",
  "platform.access.check",
  "platform.import",
  "platform.project-roles.manage",
  "platform.settings.manage",
];

const everybody: Permission[] = ["platform.customers.view", "platform.projects.view"];

/** Roles on the platform. Each stands alone: none includes another. */
export const platformRoles = {
  "organization-admin": { name: "Organization Admin", permissions: all },
  "organization-user": {
    name: "Organization User",
    permissions: all.filter((permission) => !adminsOnly.includes(permission)),
  },
  "platform-engineer": {
    name: "Platform Engineer",
    permissions: [
      ...everybody,
      "platform.quotas.manage",
      "platform.projects.tags.edit",
      "platform.quotas.export",
      "platform.project-management.view",
      "platform.tenants.delete",
      "platform.notifications.manage",
      "platform.restrictions.manage",
      "platform.landing-zones.manage",
      "platform.tenants.view",
      "platform.unmanaged-tenants.view",
      "platform.building-blocks.view",
      "platform.building-blocks.manage",
      "platform.building-blocks.delete",
    ],
  },
  "ops-support": {
    name: "Ops Support",
    permissions: [
      ...everybody,
      "platform.quotas.manage",
      "platform.requests.handle",
      "platform.project-management.view",
      "platform.tenants.delete",
      "platform.restrictions.manage",
      "platform.tenants.view",
      "platform.building-blocks.view",
      "platform.building-blocks.manage",
    ],
  },
  "finops-manager": {
    name: "FinOps Manager",
    permissions: [
      ...everybody,
      "platform.payment-methods.view",
      "platform.payment-methods.manage",
      "platform.projects.tags.edit",
      "platform.projects.export",
      "platform.quotas.export",
      "platform.statements.view",
      "platform.usage-reports.view",
    ],
  },
  "onboarding-support": {
    name: "Onboarding Support",
    permissions: [
      ...everybody,
      "platform.requests.handle",
      "platform.project-management.view",
      "platform.tenants.delete",
    ],
  },
  "compliance-manager": {
    name: "Compliance Manager",
    permissions: [
      ...everybody,
      "platform.projects.tags.edit",
      "platform.compliance.view",
      "platform.policies.view",
      "platform.policies.manage",
      "platform.tags.view",
      "platform.tags.manage",
      "platform.events.view",
    ],
  },
  "replication-operator": {
    name: "Replication Operator",
    permissions: [
      ...everybody,
      "platform.tenants.view",
      "platform.unmanaged-tenants.view",
      "platform.building-blocks.view",
      "platform.building-blocks.manage",
    ],
  },
} as const satisfies Record<PlatformRoleId, Role>;
