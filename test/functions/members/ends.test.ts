import { expect, test } from "vitest";
import { endedLongAgo, longAgo } from "../../support/ended.ts";
import { aCustomer, aMember, aProject } from "../../support/given.ts";

test("an ended role grants nothing, stays listed, and grants again when it is extended", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const admin = await aMember(customer, ["admin"]);
  await endedLongAgo({ principal: admin.id, customer: customer.id });
  expect((await admin.get(path)).status).toBe(404);
  expect((await admin.get("/v1/customers")).body.items).toEqual([]);
  const member = `${path}/members/${admin.id}`;
  expect((await owner.get(member)).body.roles).toEqual([
    { role: "admin", expiresAt: longAgo, state: "expired" },
  ]);
  expect((await owner.put(`${member}/roles/admin`)).body.roles).toEqual([
    { role: "admin", state: "active" },
  ]);
  expect((await admin.get(`${path}/members`)).status).toBe(200);
});

test("an ended customer role suspends project access and removes none of it", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const person = await aMember(customer, ["employee"]);
  const project = await aProject(customer);
  await owner.put(`${project.path}/members/${person.id}/roles/user`);
  await endedLongAgo({ principal: person.id, customer: customer.id });
  expect((await person.get(project.path)).status).toBe(404);
  const given = await owner.put(`${project.path}/members/${person.id}/roles/admin`);
  expect([given.status, given.body.code]).toEqual([409, "no_customer_access"]);
  const { items } = (await owner.get(`${project.path}/members`)).body;
  expect(items).toMatchObject([{ id: person.id, roles: [{ role: "user", state: "active" }] }]);
  await owner.put(`${path}/members/${person.id}/roles/employee`);
  expect((await person.get(project.path)).status).toBe(200);
});

test("an ended project role grants nothing on its project", async () => {
  const customer = await aCustomer();
  const { owner, id } = customer;
  const person = await aMember(customer, ["employee"]);
  const project = await aProject(customer);
  await owner.put(`${project.path}/members/${person.id}/roles/user`);
  await endedLongAgo({ principal: person.id, customer: id, project: project.id });
  expect((await person.get(project.path)).status).toBe(404);
  expect((await person.get(`${customer.path}/projects`)).body.items).toEqual([]);
  expect((await owner.get(`${project.path}/members`)).body.items).toMatchObject([
    { roles: [{ role: "user", state: "expired" }] },
  ]);
});
