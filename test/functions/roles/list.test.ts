import { expect, test } from "vitest";
import { aPerson } from "../../support/given.ts";

/** Who may do what: a row for each permission, a column for each role. */
const matrices: Record<string, { roles: string[]; rows: string }> = {
  platform: {
    roles: [
      ...["organization-admin", "organization-user", "platform-engineer", "ops-support"],
      ...["finops-manager", "onboarding-support", "compliance-manager", "replication-operator"],
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

interface Entry {
  level: string;
  id: string;
  permissions: string[];
  builtIn: boolean;
}

const rowsOf = (level: string) =>
  (matrices[level]?.rows ?? "")
    .trim()
    .split("\n")
    .map((row) => {
      const [permission = "", ...marks] = row.split(/\s+/);
      return { permission, marks };
    });

test.each(Object.keys(matrices))("the roles of a %s hold what the matrix says", async (level) => {
  const person = await aPerson();
  const { body } = await person.get(`/v1/roles?limit=100&level=${level}`);
  const { roles } = matrices[level] as { roles: string[] };
  const wanted = roles.map((id, column) => ({
    ...{ level, id, builtIn: true },
    permissions: rowsOf(level)
      .filter(({ marks }) => marks[column] === "x")
      .map(({ permission }) => permission)
      .sort(),
  }));
  const found = body.items.map(({ name: _, ...role }: Entry & { name: string }) => role);
  const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
  expect(found).toEqual(wanted.sort(byId));
});

test("the roles of all levels come when none is asked for", async () => {
  const { body } = await (await aPerson()).get("/v1/roles?limit=100");
  expect(body.items).toHaveLength(14);
  expect(new Set(body.items.map(({ level, id }: Entry) => `${level}/${id}`)).size).toBe(14);
});

test("the catalogue is what the matrices name, each permission once and in words", async () => {
  const { body } = await (await aPerson()).get("/v1/permissions?limit=100");
  const found = body.items.map(({ id }: Entry) => id);
  const named = Object.keys(matrices).flatMap((level) =>
    rowsOf(level).map(({ permission }) => permission),
  );
  expect(found).toEqual([...new Set(named)].sort());
  for (const { id, level, description } of body.items) {
    expect(id.startsWith(`${level}.`)).toBe(true);
    expect(description).toMatch(/^[A-Z]/);
  }
});

test("a level that does not exist is refused, with its place", async () => {
  const { status, body } = await (await aPerson()).get("/v1/roles?level=galaxy");
  expect([status, body.code]).toEqual([400, "invalid"]);
  expect(JSON.stringify(body.errors)).toContain("level");
});
