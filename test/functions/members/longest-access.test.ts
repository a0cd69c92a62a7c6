import { afterAll, beforeAll, expect, test } from "vitest";
import { startDeployed } from "../../support/deployed.ts";
import {
  aCustomer,
  aGroup,
  aMember,
  anInvitation,
  aPerson,
  aProject,
  theAdmin,
} from "../../support/given.ts";
import { invite } from "../../support/invite.ts";

const day = 86_400_000;
const any = { "if-match": "*" };

/** The stack of a deployer who gives some roles for a while only. */
let host: Awaited<ReturnType<typeof startDeployed>>;
beforeAll(async () => {
  const longest = { "customer:admin": 90, "project:user": 30, "customer:owner": 1 };
  host = await startDeployed({ MAX_ACCESS_DAYS: JSON.stringify(longest) });
});
afterAll(() => host.end());

const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();

/** How many days from now an instant lies, to the hour. */
const daysTo = (instant = "") => Math.round((Date.parse(instant) - Date.now()) / (day / 24)) / 24;

/** Role → days until it ends, of those that do. */
const daysOf = (roles: { role: string; expiresAt?: string }[]) =>
  Object.fromEntries(roles.map(({ role, expiresAt }) => [role, expiresAt && daysTo(expiresAt)]));

test("a role that is given without an end gets the latest one, and the answer says so", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const [person, group] = [await aMember(customer, ["employee"], host), await aGroup(customer)];
  const project = await aProject(customer);
  for (const id of [person.id, group.id]) {
    const given = await owner.put(`${path}/members/${id}/roles/admin`);
    expect(daysOf(given.body.roles)).toMatchObject({ admin: 90 });
    const onProject = await owner.put(`${project.path}/members/${id}/roles/user`);
    expect(daysOf(onProject.body.roles)).toEqual({ user: 30 });
  }
  const { body } = await owner.get(`${path}/members/${person.id}`);
  expect(daysOf(body.roles)).toEqual({ employee: undefined, admin: 90 });
});

test("in a whole set too, where roles stay as they are until somebody changes them", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const person = await aMember(customer, ["employee"], host);
  const at = `${path}/members/${person.id}/roles`;
  const roles = [{ role: "employee" }, { role: "admin" }];
  const set = await owner.put(at, { roles }, any);
  expect(daysOf(set.body.roles)).toEqual({ employee: undefined, admin: 90 });
  const asAnswered = set.body.roles.map(({ state: _, ...role }: { state: string }) => role);
  const again = await owner.put(at, { roles: asAnswered }, any);
  expect(again.body.version).toBe(set.body.version);
});

test("an end beyond the latest one is refused with a pointer to it", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const person = await aMember(customer, ["employee"], host);
  const project = await aProject(customer);
  const at = `${path}/members/${person.id}/roles`;
  const expiresAt = inDays(91);
  const roles = [{ role: "employee" }, { role: "admin", expiresAt }];
  for (const [refused, pointer] of [
    [await owner.put(`${at}/admin`, { expiresAt }), "/expiresAt"],
    [await owner.put(at, { roles }, any), "/roles/1/expiresAt"],
    [
      await owner.put(`${project.path}/members/${person.id}/roles/user`, { expiresAt }),
      "/expiresAt",
    ],
    [
      await invite(owner, path, { roles: ["admin"], accessExpiresAt: expiresAt }),
      "/accessExpiresAt",
    ],
    [
      await invite(owner, path, {
        projects: [{ project: project.id, role: "user" }],
        accessExpiresAt: inDays(31),
      }),
      "/accessExpiresAt",
    ],
  ] as const)
    expect([refused.status, refused.body.errors]).toMatchObject([400, [{ pointer }]]);
  for (const [role, days] of [
    ["admin", 89],
    ["employee", 4000],
  ] as const)
    expect((await owner.put(`${at}/${role}`, { expiresAt: inDays(days) })).status).toBe(200);
});

test("owners have no latest end", async () => {
  const { owner, path } = await aCustomer(host);
  const other = await aPerson(undefined, host);
  const { body } = await owner.put(`${path}/members/${other.id}/roles/owner`);
  expect(body.roles).toEqual([{ role: "owner", state: "active" }]);
});

test("an accepted invitation gives each role until its latest end from then on, or until the end it names", async () => {
  const customer = await aCustomer(host);
  const project = await aProject(customer);
  const projects = [
    { project: project.id, role: "user" },
    { project: project.id, role: "reader" },
  ];
  const accept = async (more: object) => {
    const { token, nobody } = await anInvitation(customer, { ...more, projects }, host);
    expect((await nobody.post("/v1/invitations/accept", { token })).status).toBe(200);
  };
  const roles = ["admin", "employee"];
  await accept({ roles });
  await accept({ roles, accessExpiresAt: inDays(20) });
  const { items } = (await customer.owner.get(`${customer.path}/members`)).body;
  const invited = items.filter(({ id }: { id: string }) => id !== customer.owner.id);
  const ends = invited.map((one: { roles: never }) => daysOf(one.roles));
  expect(ends).toHaveLength(2);
  expect(ends).toContainEqual({ admin: 90, employee: undefined });
  expect(ends).toContainEqual({ admin: 20, employee: 20 });
  const onProject = (await customer.owner.get(`${project.path}/members`)).body.items;
  const projectEnds = onProject.map((one: { roles: never }) => daysOf(one.roles));
  expect(projectEnds).toContainEqual({ user: 30, reader: undefined });
  expect(projectEnds).toContainEqual({ user: 20, reader: 20 });
});

test("whoever joins as an admin is one until the latest end", async () => {
  const { path } = await aCustomer(host);
  const { status, body } = await (await theAdmin(host)).post(`${path}/join`);
  expect([status, daysOf(body.roles)]).toEqual([200, { admin: 90 }]);
});

test("nobody prolongs their own role by asking for no end", async () => {
  const customer = await aCustomer(host);
  const admin = await aMember(customer, ["employee"], host);
  const role = `${customer.path}/members/${admin.id}/roles/admin`;
  await customer.owner.put(role, { expiresAt: inDays(5) });
  expect((await admin.put(role)).status).toBe(403);
  const { body } = await customer.owner.put(role);
  expect(daysOf(body.roles)).toMatchObject({ admin: 90 });
});
