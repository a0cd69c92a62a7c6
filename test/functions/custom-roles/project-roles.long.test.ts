import { expect, test } from "vitest";
import {
  aCustomer,
  aGroup,
  aMember,
  anInvitation,
  aPerson,
  aPilot,
  aProject,
  aProjectRole,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { mailTo } from "../../support/inbox.ts";
import { on, versionAt } from "../../support/version.ts";

const any = { "if-match": "*" };
const soon = () => new Date(Date.now() + 3_600_000).toISOString();

/** A project, somebody who may see its customer, and a role for projects everywhere. */
async function aPlace(more: object = {}) {
  const customer = await aCustomer();
  const [project, role] = [await aProject(customer), await aProjectRole(more)];
  const person = await aMember(customer, ["employee"]);
  const given = (id: string, body: object = {}) =>
    customer.owner.put(`${project.path}/members/${id}/roles/${role.id}`, body);
  return { customer, owner: customer.owner, project, role, person, given };
}

const mayConfigure = async ({ patch }: Person, path: string) =>
  (await patch(path, { displayName: "Other" }, any)).status;

test("a project role is made, listed with rank and mappings, given, and does what it is made of", async () => {
  const mappings = [{ platform: "aws", landingZone: "sandbox", platformRole: "PowerUser" }];
  const permissions = ["project.view", "project.configure"];
  const { owner, project, role, person, given } = await aPlace({ permissions, mappings });
  const entry = {
    level: "project",
    id: role.id,
    name: "Pilot",
    builtIn: false,
    version: expect.any(Number),
    rank: 2,
    mappings,
    permissions: ["project.configure", "project.view"],
  };
  expect((await role.admin.get(role.path)).body).toEqual(entry);
  const { items } = (await person.get("/v1/roles?level=project&limit=100")).body;
  expect(items).toContainEqual(entry);
  const ranks = items.map(({ id, rank }: { id: string; rank: number }) => [id, rank]);
  for (const known of [
    ["admin", 3],
    ["user", 2],
    ["reader", 1],
  ])
    expect(ranks).toContainEqual(known);
  expect((await person.get(project.path)).status).toBe(404);
  expect((await given(person.id)).status).toBe(200);
  expect(await mayConfigure(person, project.path)).toBe(200);
  const listed = (await person.get(project.path.replace(/\/[^/]+$/, ""))).body.items;
  expect(listed.map(({ id }: { id: string }) => id)).toEqual([project.id]);
  const held = (await owner.get(`${project.path}/members`)).body.items[0].roles;
  expect(held).toEqual([{ role: role.id, state: "active" }]);
});

test("a changed role is another one at once for everybody who holds it, by themselves or through a group", async () => {
  const { customer, project, role, person, given } = await aPlace();
  const inGroup = await aPerson();
  const group = await aGroup(customer, ["employee"], [inGroup]);
  for (const { id } of [person, group]) expect((await given(id)).status).toBe(200);
  for (const one of [person, inGroup]) expect(await mayConfigure(one, project.path)).toBe(403);
  const more = { permissions: ["project.view", "project.configure"] };
  const version = await versionAt(role.admin, role.path);
  const changed = await role.admin.patch(role.path, more, on(version));
  expect([changed.status, changed.body.version]).toEqual([200, version + 1]);
  for (const one of [person, inGroup]) expect(await mayConfigure(one, project.path)).toBe(200);
  expect(
    (await role.admin.patch(role.path, { permissions: ["project.tenants.view"] }, any)).status,
  ).toBe(200);
  for (const one of [person, inGroup]) expect((await one.get(project.path)).status).toBe(403);
});

test("checks, explanations and lists of access know a project role", async () => {
  const { customer, owner, project, role, person, given } = await aPlace();
  const expiresAt = soon();
  await given(person.id, { expiresAt });
  const at = { principal: person.id, customer: customer.id, project: project.id };
  const asked = ["project.resources.use", "project.configure"];
  const questions = asked.map((permission) => ({ ...at, permission }));
  const { results } = (await owner.post("/v1/access/check", { questions })).body;
  expect(results).toEqual([{ allowed: true }, { allowed: false }]);
  const why = (await owner.post("/v1/access/explain", questions[0])).body;
  expect(why.ways).toMatchObject([{ level: "project", role: role.id, expiresAt }]);
  const closest = (await owner.post("/v1/access/explain", { ...questions[1], principal: owner.id }))
    .body;
  expect(closest.missing).toEqual([{ level: "project", role: "admin" }]);
  const mine = (await person.get("/v1/me/access")).body.items;
  expect(mine.find(({ level }: { level: string }) => level === "project").roles).toMatchObject([
    { role: role.id, expiresAt },
  ]);
});

test("mails call a project role by its name", async () => {
  const { customer, project, role, person, given } = await aPlace({ name: "Test Pilot" });
  await given(person.id);
  const granted = await mailTo(person.email, undefined, { about: /project/i });
  expect(granted.body.text).toContain("Test Pilot");
  const { email } = await anInvitation(customer, {
    projects: [{ project: project.id, role: role.id }],
  });
  expect((await mailTo(email)).body.text).toContain("Test Pilot");
});

test("an invitation carries a project role, and leaves it out when it is gone", async () => {
  const { customer, owner, project, role } = await aPlace();
  const projects = [{ project: project.id, role: role.id }];
  const here = await anInvitation(customer, { projects });
  const preview = (await here.nobody.post("/v1/invitations/preview", { token: here.token })).body;
  expect(preview.projects).toMatchObject([{ project: project.id, role: role.id }]);
  const accepted = await here.nobody.post("/v1/invitations/accept", { token: here.token });
  expect([accepted.status, accepted.body.projects, accepted.body.skipped]).toEqual([
    200,
    projects,
    [],
  ]);
  expect((await role.admin.delete(role.path, any)).body.code).toBe("role_held");
  const late = await anInvitation(customer, { projects });
  await owner.delete(`${project.path}/members/${accepted.body.principal}`, any);
  expect((await role.admin.delete(role.path, any)).status).toBe(204);
  const without = await late.nobody.post("/v1/invitations/accept", { token: late.token });
  expect([without.status, without.body.projects]).toEqual([200, []]);
  expect(without.body.skipped).toMatchObject([{ kind: "project role", id: role.id }]);
  const unknown = await owner.post(`${customer.path}/invitations`, {
    email: "grace@example.org",
    firstName: "Grace",
    lastName: "Hopper",
    roles: ["employee"],
    projects,
  });
  expect([unknown.status, unknown.body.errors[0].pointer]).toEqual([400, "/projects/0/role"]);
});

test("a role that somebody holds stays, even ended or on another customer, and goes when nobody does", async () => {
  const { owner, project, role, person, given } = await aPlace();
  await given(person.id, { expiresAt: soon() });
  const refused = await role.admin.delete(role.path, any);
  expect([refused.status, refused.body.code]).toEqual([409, "role_held"]);
  expect(refused.body.detail).toContain(`${person.id} holds it on project ${project.id} of `);
  const other = await aCustomer();
  const [there, member] = [await aProject(other), await aMember(other, ["employee"])];
  const put = await other.owner.put(`${there.path}/members/${member.id}/roles/${role.id}`);
  expect(put.status).toBe(200);
  await owner.delete(`${project.path}/members/${person.id}/roles/${role.id}`);
  expect((await role.admin.delete(role.path, any)).body.code).toBe("role_held");
  await other.owner.delete(`${there.path}/members/${member.id}`, any);
  expect((await role.admin.delete(role.path, any)).status).toBe(204);
  expect((await role.admin.get(role.path)).status).toBe(404);
  const gone = await given(person.id);
  expect([gone.status, gone.body.errors[0].pointer]).toEqual([400, "/role"]);
});

test("of a deletion, grants and acceptances at the same time, either the role stays or nobody holds it", async () => {
  const { customer, owner, project, role, given } = await aPlace();
  const people = await Promise.all(
    Array.from({ length: 5 }, () => aMember(customer, ["employee"])),
  );
  const invited = await anInvitation(customer, {
    projects: [{ project: project.id, role: role.id }],
  });
  const [deleted] = await Promise.all([
    role.admin.delete(role.path, any),
    invited.nobody.post("/v1/invitations/accept", { token: invited.token }),
    ...people.map(({ id }) => given(id)),
  ]);
  const { items } = (await owner.get(`${project.path}/members`)).body;
  const isThere = (await role.admin.get(role.path)).status === 200;
  expect(deleted?.status === 204).toBe(!isThere);
  expect(isThere || items.length === 0).toBe(true);
});

test.each(["customer.view", "platform.customers.view", "project.fly"])(
  "a project role cannot hold %s",
  async (permission) => {
    const admin = await theAdmin();
    const role = { ...aPilot(), permissions: ["project.view", permission] };
    const { status, body } = await admin.post("/v1/platform/project-roles", role);
    expect([status, body.errors[0].pointer]).toEqual([400, "/permissions/1"]);
  },
);

test.each(["admin", "user", "reader", "owner", "manager", "workspace-user"])(
  "%s is taken by a built-in role",
  async (id) => {
    const made = await (await theAdmin()).post("/v1/platform/project-roles", { ...aPilot(), id });
    expect(made.status).toBe(400);
  },
);

test.each([
  { permissions: [] },
  { rank: 1.5 },
  { rank: -1 },
  { mappings: [{ platform: "aws" }] },
  { mappings: Array.from({ length: 11 }, () => ({ platform: "aws", platformRole: "A" })) },
])("a project role is not made with %j", async (more) => {
  const made = await (await theAdmin()).post("/v1/platform/project-roles", {
    ...aPilot(),
    ...more,
  });
  expect(made.status).toBe(400);
});

test("a role is made once, and changes are told from each other by its version", async () => {
  const { admin, id, path } = await aProjectRole();
  const again = await admin.post("/v1/platform/project-roles", { ...aPilot(), id });
  expect([again.status, again.body.code]).toEqual([409, "identifier_taken"]);
  expect((await admin.patch(path, { rank: 4 })).status).toBe(428);
  const version = await versionAt(admin, path);
  const both = await Promise.all([4, 5].map((rank) => admin.patch(path, { rank }, on(version))));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
});
