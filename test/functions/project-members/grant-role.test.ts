import { expect, test } from "vitest";
import { aCustomer, aMember, aPerson, aProject } from "../../support/given.ts";
import { mailTo } from "../../support/inbox.ts";

test("gives a project role and tells the person who did it, on which project", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const person = await aMember(customer, ["employee"]);
  const project = await aProject(customer);
  expect((await person.get(project.path)).status).toBe(404);
  const { status, body } = await owner.put(`${project.path}/members/${person.id}/roles/user`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ id: person.id, roles: [{ role: "user", state: "active" }] });
  expect((await person.get(project.path)).status).toBe(200);
  const { items } = (await owner.get(`${path}/events?subject=${person.id}`)).body;
  expect(items[0]).toMatchObject({
    type: "customer.project.member.added",
    projectId: project.id,
    after: { roles: [{ role: "user" }] },
  });
  const mail = await mailTo(person.email, undefined, { about: new RegExp(project.id) });
  expect(mail.body.text).toContain(`Project ${project.id}`);
});

test("lets owners and admins take project roles themselves, without a mail to themselves", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin"]);
  const project = await aProject(customer);
  for (const caller of [customer.owner, admin]) {
    const { status, body } = await caller.put(`${project.path}/members/${caller.id}/roles/reader`);
    expect([status, body.roles]).toEqual([200, [{ role: "reader", state: "active" }]]);
  }
});

test("gives a further role beside the first, and writes nothing for one that is held", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const person = await aMember(customer, ["employee"]);
  const project = await aProject(customer);
  const role = (name: string) => `${project.path}/members/${person.id}/roles/${name}`;
  const { version } = (await owner.put(role("user"))).body;
  const { body } = await owner.put(role("admin"));
  expect(body.version).toBe(version + 1);
  expect(body.roles).toMatchObject([{ role: "admin" }, { role: "user" }]);
  expect((await owner.put(role("admin"))).body).toEqual(body);
  const { items } = (await owner.get(`${path}/events?subject=${person.id}`)).body;
  expect(items.map(({ type }: { type: string }) => type)).toEqual([
    "customer.project.member.changed",
    "customer.project.member.added",
    "customer.member.added",
  ]);
});

test("refuses people without a role on the customer", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const person = await aPerson();
  const { status, body } = await customer.owner.put(
    `${project.path}/members/${person.id}/roles/user`,
  );
  expect([status, body.code]).toEqual([409, "no_customer_access"]);
  const unknown = `${project.path}/members/usr_01J00000000000000000000000/roles/user`;
  expect((await customer.owner.put(unknown)).status).toBe(404);
});

test("refuses whoever may see the project but not give access to it", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const [lead, person] = [
    await aMember(customer, ["employee"]),
    await aMember(customer, ["employee"]),
  ];
  await customer.owner.put(`${project.path}/members/${lead.id}/roles/admin`);
  const { status } = await lead.put(`${project.path}/members/${person.id}/roles/reader`);
  expect(status).toBe(403);
});

test("honours a version that the caller names, 0 for what is not there yet", async () => {
  const customer = await aCustomer();
  const person = await aMember(customer, ["employee"]);
  const project = await aProject(customer);
  const grant = (version: string) =>
    customer.owner.put(
      `${project.path}/members/${person.id}/roles/user`,
      {},
      { "if-match": version },
    );
  expect((await grant('"1"')).status).toBe(412);
  expect((await grant('"0"')).status).toBe(200);
});

test("refuses an end that has come already, and customer roles", async () => {
  const customer = await aCustomer();
  const person = await aMember(customer, ["employee"]);
  const project = await aProject(customer);
  const role = (name: string) => `${project.path}/members/${person.id}/roles/${name}`;
  const past = { expiresAt: "2020-01-01T00:00:00Z" };
  expect((await customer.owner.put(role("user"), past)).status).toBe(400);
  expect((await customer.owner.put(role("owner"))).status).toBe(400);
});
