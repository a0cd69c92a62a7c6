import { expect, test } from "vitest";
import { aCustomer, aMember, aProject } from "../../support/given.ts";
import { on } from "../../support/version.ts";

const any = { "if-match": "*" };

test("takes every role on the project and leaves the customer", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const [project, other] = [await aProject(customer), await aProject(customer)];
  const person = await aMember(customer, ["employee"]);
  const member = `${project.path}/members/${person.id}`;
  await owner.put(`${member}/roles/admin`);
  const { version } = (await owner.put(`${member}/roles/user`)).body;
  await owner.put(`${other.path}/members/${person.id}/roles/user`);
  expect((await owner.delete(member, on(version))).status).toBe(204);
  expect((await person.get(project.path)).status).toBe(404);
  expect((await person.get(other.path)).status).toBe(200);
  const [event] = (await owner.get(`${path}/events?subject=${person.id}`)).body.items;
  expect(event).toMatchObject({
    type: "customer.project.member.removed",
    projectId: project.id,
    before: { roles: [{ role: "admin" }, { role: "user" }] },
  });
});

test("lets people leave a project", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const person = await aMember(customer, ["employee"]);
  await customer.owner.put(`${project.path}/members/${person.id}/roles/reader`);
  const left = await person.delete(`${project.path}/members/${person.id}`, any);
  expect([left.status, left.body]).toEqual([204, ""]);
  expect((await person.get(project.path)).status).toBe(404);
});

test("refuses without a version, and another than there is", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const person = await aMember(customer, ["employee"]);
  const member = `${project.path}/members/${person.id}`;
  const { version } = (await customer.owner.put(`${member}/roles/reader`)).body;
  expect((await customer.owner.delete(member)).status).toBe(428);
  expect((await customer.owner.delete(member, on(version + 1))).status).toBe(412);
  expect((await person.get(project.path)).status).toBe(200);
});

test("knows nobody without a role on the project", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const person = await aMember(customer, ["employee"]);
  const { status } = await customer.owner.delete(`${project.path}/members/${person.id}`, any);
  expect(status).toBe(404);
});

test("counts nothing that was granted before a removal from the customer", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const project = await aProject(customer);
  const person = await aMember(customer, ["employee"]);
  await owner.put(`${project.path}/members/${person.id}/roles/admin`);
  await owner.delete(`${path}/members/${person.id}`, any);
  await owner.put(`${path}/members/${person.id}/roles/employee`);
  expect((await person.get(project.path)).status).toBe(404);
  const { body } = await owner.put(`${project.path}/members/${person.id}/roles/reader`);
  expect(body.roles).toEqual([{ role: "reader", state: "active" }]);
  expect((await person.patch(project.path, { displayName: "A" }, any)).status).toBe(403);
});
