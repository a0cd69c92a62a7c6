import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { aCustomer, aMember, aPerson } from "../../support/given.ts";
import { mailTo } from "../../support/inbox.ts";
import { on, versionAt } from "../../support/version.ts";

const soon = () => new Date(Date.now() + 3_600_000).toISOString();

test("gives a first role and tells the person who did it", async () => {
  const { path, owner, id } = await aCustomer();
  const person = await aPerson();
  const { status, body, headers } = await owner.put(`${path}/members/${person.id}/roles/employee`);
  expect([status, headers.get("etag")]).toEqual([200, `"${body.version}"`]);
  expect(body).toMatchObject({ id: person.id, roles: [{ role: "employee", state: "active" }] });
  expect((await person.get(path)).status).toBe(200);
  const { items } = (await owner.get(`${path}/events?subject=${person.id}`)).body;
  expect(items).toMatchObject([
    {
      type: "customer.member.added",
      actor: { type: "user", id: owner.id },
      after: { roles: [{ role: "employee" }] },
    },
  ]);
  const mail = await mailTo(person.email);
  expect(mail.body.text).toContain(`Customer ${id}`);
});

test("gives a further role beside the first", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const person = await aMember(customer, ["employee"]);
  const { body } = await owner.put(`${path}/members/${person.id}/roles/admin`);
  expect(body.roles.map(({ role }: { role: string }) => role)).toEqual(["admin", "employee"]);
  const { items } = (await owner.get(`${path}/events?subject=${person.id}`)).body;
  expect(items[0]).toMatchObject({
    type: "customer.member.changed",
    before: { roles: [{ role: "employee" }] },
  });
});

test("understands the names that older systems have for roles", async () => {
  const { path, owner } = await aCustomer();
  const person = await aPerson();
  const { body } = await owner.put(`${path}/members/${person.id}/roles/workspace-manager`);
  expect(body.roles).toMatchObject([{ role: "admin" }]);
});

test("changes nothing and writes no event when the role is held already", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const person = await aMember(customer, ["employee"]);
  const member = `${path}/members/${person.id}`;
  const version = await versionAt(owner, member);
  const again = await owner.put(`${member}/roles/employee`);
  expect([again.status, again.body.version]).toEqual([200, version]);
  const { items } = (await owner.get(`${path}/events?subject=${person.id}`)).body;
  expect(items).toHaveLength(1);
});

test("changes the end of a role, and takes it away again", async () => {
  const { path, owner } = await aCustomer();
  const person = await aPerson();
  const role = `${path}/members/${person.id}/roles/employee`;
  const expiresAt = soon();
  const ending = await owner.put(role, { expiresAt });
  expect(ending.body.roles).toMatchObject([{ expiresAt }]);
  const endless = await owner.put(role);
  expect(endless.body.roles).toEqual([{ role: "employee", state: "active" }]);
  expect(endless.body.version).toBe(ending.body.version + 1);
});

test("refuses an end that has come already", async () => {
  const { path, owner } = await aCustomer();
  const person = await aPerson();
  const { status, body } = await owner.put(`${path}/members/${person.id}/roles/employee`, {
    expiresAt: "2020-01-01T00:00:00Z",
  });
  expect([status, body.errors[0].pointer]).toEqual([400, "/expiresAt"]);
  expect((await owner.get(`${path}/members/${person.id}`)).status).toBe(404);
});

test("lets owners and admins take a further role themselves", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const own = await owner.put(`${path}/members/${owner.id}/roles/employee`);
  expect(own.body.roles).toMatchObject([{ role: "employee" }, { role: "owner" }]);
  const admin = await aMember(customer, ["admin"]);
  const theirs = await admin.put(`${path}/members/${admin.id}/roles/employee`);
  expect(theirs.body.roles).toMatchObject([{ role: "admin" }, { role: "employee" }]);
});

test("lets nobody prolong their own role", async () => {
  const { path, owner } = await aCustomer();
  const admin = await aPerson();
  const role = `${path}/members/${admin.id}/roles/admin`;
  const expiresAt = soon();
  await owner.put(role, { expiresAt });
  const later = { expiresAt: new Date(Date.now() + 7_200_000).toISOString() };
  expect((await admin.put(role, later)).status).toBe(403);
  expect((await admin.put(role)).status).toBe(403);
  expect((await owner.put(role, later)).body.roles).toMatchObject([later]);
});

test("lets an admin give admin and employee, an employee nothing", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin"]);
  const employee = await aMember(customer, ["employee"]);
  const person = await aPerson();
  const role = (name: string) => `${customer.path}/members/${person.id}/roles/${name}`;
  expect((await employee.put(role("employee"))).status).toBe(403);
  expect((await admin.put(role("admin"))).status).toBe(200);
  expect((await admin.put(role("employee"))).status).toBe(200);
});

test("takes the right to give a first role, or a further one, and none to see members", async () => {
  const customer = await aCustomer();
  const { path, owner } = customer;
  const [first, further] = [newId("first"), newId("further")];
  const held = ["customer.view", "customer.things.view"];
  for (const [id, right] of [
    [first, "customer.members.grant"],
    [further, "customer.members.edit"],
  ])
    await owner.post(`${path}/roles`, { id, name: id, permissions: [...held, right] });
  const usher = await aMember(customer, [first]);
  const editor = await aMember(customer, [further]);
  const person = await aPerson();
  const member = `${path}/members/${person.id}`;
  expect((await usher.get(`${path}/members`)).status).toBe(403);
  expect((await editor.put(`${member}/roles/employee`)).status).toBe(403);
  expect((await usher.put(`${member}/roles/employee`)).status).toBe(200);
  expect((await usher.put(`${member}/roles/${first}`)).status).toBe(403);
  expect((await editor.put(`${member}/roles/${further}`)).status).toBe(200);
  expect((await editor.delete(`${member}/roles/${further}`)).status).toBe(200);
  for (const one of [usher, editor])
    expect((await one.delete(`${member}/roles/employee`)).status).toBe(403);
});

test("honours a version that the caller names", async () => {
  const customer = await aCustomer();
  const person = await aMember(customer, ["employee"]);
  const member = `${customer.path}/members/${person.id}`;
  const version = await versionAt(customer.owner, member);
  const give = (at: number) => customer.owner.put(`${member}/roles/admin`, {}, on(at));
  expect((await give(version + 1)).status).toBe(412);
  expect((await give(version)).status).toBe(200);
});

test("knows nobody by an id that nobody has", async () => {
  const { path, owner } = await aCustomer();
  const { status, body } = await owner.put(
    `${path}/members/usr_01J00000000000000000000000/roles/employee`,
  );
  expect([status, body.code]).toEqual([404, "not_found"]);
});

test("refuses a role that does not exist", async () => {
  const { path, owner } = await aCustomer();
  const { status, body } = await owner.put(`${path}/members/${owner.id}/roles/queen`);
  expect([status, body.errors]).toEqual([
    400,
    [{ pointer: "/role", message: "is not a role here" }],
  ]);
});
