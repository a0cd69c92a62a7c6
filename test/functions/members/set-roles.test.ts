import { expect, test } from "vitest";
import { aCustomer, aMember, aPerson } from "../../support/given.ts";
import { mailTo } from "../../support/inbox.ts";
import { on, versionAt } from "../../support/version.ts";

const any = { "if-match": "*" };
const set = (...roles: string[]) => ({ roles: roles.map((role) => ({ role })) });

test("replaces the whole set with one event and one mail", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const person = await aMember(customer, ["employee"]);
  const roles = `${path}/members/${person.id}/roles`;
  const version = await versionAt(owner, `${path}/members/${person.id}`);
  const { status, body, headers } = await owner.put(roles, set("owner", "admin"), on(version));
  expect([status, headers.get("etag")]).toEqual([200, `"${version + 1}"`]);
  expect(body.roles).toEqual([
    { role: "admin", state: "active" },
    { role: "owner", state: "active" },
  ]);
  const { items } = (await owner.get(`${path}/events?subject=${person.id}`)).body;
  expect(items).toHaveLength(2);
  expect(items[0]).toMatchObject({
    type: "customer.member.changed",
    before: { roles: [{ role: "employee" }] },
    after: { roles: [{ role: "admin" }, { role: "owner" }] },
  });
  const mail = await mailTo(person.email, undefined, { about: /changed/ });
  for (const role of ["Owner", "Admin", "Employee"]) expect(mail.body.text).toContain(role);
});

test("makes somebody a member at version 0", async () => {
  const { path, owner } = await aCustomer();
  const person = await aPerson();
  const roles = `${path}/members/${person.id}/roles`;
  expect((await owner.put(roles, set("employee"), any)).status).toBe(412);
  const { status, body } = await owner.put(roles, set("employee"), on(0));
  expect([status, body.roles]).toMatchObject([200, [{ role: "employee" }]]);
});

test("changes nothing when the set is the same in another order", async () => {
  const customer = await aCustomer();
  const person = await aMember(customer, ["employee", "admin"]);
  const roles = `${customer.path}/members/${person.id}/roles`;
  const before = (await customer.owner.get(`${customer.path}/members/${person.id}`)).body;
  const { body } = await customer.owner.put(roles, set("admin", "employee"), any);
  expect(body).toEqual(before);
});

test("refuses without a version, and another than there is", async () => {
  const customer = await aCustomer();
  const person = await aMember(customer, ["employee"]);
  const roles = `${customer.path}/members/${person.id}/roles`;
  expect((await customer.owner.put(roles, set("admin"))).status).toBe(428);
  const stale = await customer.owner.put(roles, set("admin"), { "if-match": '"9"' });
  expect([stale.status, stale.body.code]).toEqual([412, "stale"]);
});

test.each([
  ["no role", { roles: [] }],
  ["a role twice", set("admin", "workspace-manager")],
  ["six roles", set("admin", "admin", "admin", "admin", "admin", "admin")],
  ["an unknown role", set("queen")],
  ["a project role", set("reader")],
  ["an unknown field", { roles: [{ role: "admin", until: "tomorrow" }] }],
  ["no list", { roles: "admin" }],
])("refuses %s", async (_, body) => {
  const { path, owner } = await aCustomer();
  const person = await aPerson();
  expect((await owner.put(`${path}/members/${person.id}/roles`, body, any)).status).toBe(400);
  expect((await owner.get(`${path}/members/${person.id}`)).status).toBe(404);
});

test("names the role whose end has come already", async () => {
  const { path, owner } = await aCustomer();
  const person = await aPerson();
  const roles = [{ role: "employee" }, { role: "admin", expiresAt: "2020-01-01T00:00:00Z" }];
  const { status, body } = await owner.put(
    `${path}/members/${person.id}/roles`,
    { roles },
    {
      "if-match": '"0"',
    },
  );
  expect([status, body.errors]).toMatchObject([400, [{ pointer: "/roles/1/expiresAt" }]]);
});

test("lets admins set all roles but owner, employees none", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin"]);
  const person = await aMember(customer, ["employee"]);
  const roles = `${customer.path}/members/${person.id}/roles`;
  expect((await person.put(roles, set("admin"), any)).status).toBe(403);
  expect((await admin.put(roles, set("admin", "owner"), any)).status).toBe(403);
  expect((await admin.put(roles, set("admin"), any)).status).toBe(200);
});
