/** Who may do what: a row for each permission, a column for each role. */
export const matrices: Record<string, { roles: string[]; rows: string }> = {
  platform: {
    roles: [
      "organization-admin",
      "organization-user",
      "platform-engineer",
      "ops-support",
      "finops-manager",
      "onboarding-support",
      "compliance-manager",
      "replication-operator",
    ],
    rows: `
platform.customers.view            x x x x x x x x
platform.payment-methods.view      x x - - x - - -
platform.payment-methods.manage    x x - - x - - -
platform.projects.view             x x x x x x x x
platform.quotas.manage             x x x x - - - -
platform.projects.tags.edit        x x x - x - x -
platform.customers.users.view      x x - - - - - -
platform.customers.join            x x - - - - - -
platform.customers.message         x x - - - - - -
platform.requests.handle           x x - x - x - -
platform.projects.export           x x - - x - - -
platform.quotas.export             x x x - x - - -
platform.compliance.view           x x - - - - x -
platform.policies.view             x x - - - - x -
platform.policies.manage           x - - - - - x -
platform.tags.view                 x x - - - - x -
platform.tags.manage               x - - - - - x -
platform.project-management.view   x x x x - x - -
platform.tenants.delete            x x x x - x - -
platform.statements.view           x x - - x - - -
platform.platforms.manage          x x - - - - - -
platform.notifications.manage      x x x - - - - -
platform.restrictions.manage       x x x x - - - -
platform.landing-zones.manage      x x x - - - - -
platform.usage-reports.view        x x - - x - - -
platform.tenants.view              x x x x - - - x
platform.unmanaged-tenants.view    x x x - - - - x
platform.unmanaged-tenants.assign  x - - - - - - -
platform.users.view                x x - - - - - -
platform.users.create              x x - - - - - -
platform.users.delete              x x - - - - - -
platform.users.export              x x - - - - - -
platform.api-users.manage          x - - - - - - -
platform.brokers.view              x x - - - - - -
platform.brokers.approve           x x - - - - - -
platform.building-blocks.view      x x x x - - - x
platform.building-blocks.manage    x x x x - - - x
platform.building-blocks.delete    x x x - - - - -
platform.admins.manage             x - - - - - - -
platform.customers.create          x - - - - - - -
platform.customers.delete          x - - - - - - -
platform.customers.disable         x - - - - - - -
platform.customers.edit            x - - - - - - -
platform.customer-groups.manage    x - - - - - - -
platform.things.manage             x - - - - - - -
platform.users.edit                x - - - - - - -
platform.users.disable             x - - - - - - -
platform.access.check              x - - - - - - -
platform.import                    x - - - - - - -
platform.project-roles.manage      x - - - - - - -
platform.settings.manage           x - - - - - - -
platform.events.view               x x - - - - x -
`,
  },
  // Payment methods are managed by customers only where the platform lets them.
  customer: {
    roles: ["owner", "admin", "employee"],
    rows: `
customer.view                      x x x
customer.edit                      x x -
customer.delete                    x - -
customer.owners.manage             x - -
customer.members.view              x x -
customer.members.grant             x x -
customer.members.edit              x x -
customer.members.remove            x x -
customer.groups.view               x x -
customer.groups.manage             x x -
customer.roles.manage              x x -
customer.sub-customers.manage      x x -
customer.customer-groups.manage    x x -
customer.payment-methods.view      x x -
customer.payment-methods.manage    - - -
customer.export                    x - -
customer.domains.manage            x x -
customer.api-users.manage          x x -
customer.events.view               x x -
customer.violations.view           x x -
customer.marketplace.develop       x x -
customer.brokers.manage            x x -
customer.brokers.publish           x x -
customer.brokers.analytics         x x -
customer.brokers.failed-instances  x x -
customer.projects.view             x x -
customer.projects.create           x x -
customer.projects.edit             x x -
customer.projects.tenants.add      x x -
customer.projects.payment          x x -
customer.projects.access           x x -
customer.projects.expired-access   x x -
customer.projects.statements       x x -
customer.projects.delete           x x -
customer.things.view               x x x
customer.things.manage             x x -
project.view                       x x -
project.resources.use              x x -
project.tenants.view               x x -
project.service-users.manage       x x -
project.usage-reports.view         x x -
`,
  },
  project: {
    roles: ["admin", "user", "reader"],
    rows: `
project.view                  x x x
project.tenants.view          x x x
project.usage-reports.view    x x x
project.resources.use         x x -
project.service-users.manage  x x -
project.configure             x - -
project.cloud.access          x x x
`,
  },
};

/** The rows of a level: a permission, and a mark for each role. */
export const rowsOf = (level: string) =>
  (matrices[level]?.rows ?? "")
    .trim()
    .split("\n")
    .map((row) => {
      const [permission = "", ...marks] = row.split(/\s+/);
      return { permission, marks };
    });

/** Whether a role holds a permission, read off the matrix. */
export function holds(level: string, role: string, permission: string): boolean {
  const column = matrices[level]?.roles.indexOf(role) ?? -1;
  const row = rows.get(`${level} ${permission}`);
  return column >= 0 && row?.[column] === "x";
}

const rows = new Map(
  Object.keys(matrices).flatMap((level) =>
    rowsOf(level).map(({ permission, marks }) => [`${level} ${permission}`, marks] as const),
  ),
);
