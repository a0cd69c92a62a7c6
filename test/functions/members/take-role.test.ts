import { expect, test } from "vitest";
import { aCustomer, aMember, aPerson, aProject } from "../../support/given.ts";
import { until } from "../../support/inbox.ts";
import { on, versionAt } from "../../support/version.ts";

test("takes one role of several and leaves the project access", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const person = await aMember(customer, ["employee", "admin"]);
  const project = await aProject(customer);
  await owner.put(`${project.path}/members/${person.id}/roles/user`);
  const { status, body } = await owner.delete(`${path}/members/${person.id}/roles/admin`);
  expect([status, body]).toEqual([200, { id: person.id, remainsThrough: [] }]);
  expect((await person.get(`${path}/members`)).status).toBe(403);
  expect((await person.get(project.path)).status).toBe(200);
  const about = `subject=${person.id}&type=customer.member.changed`;
  const { items } = (await owner.get(`${path}/events?${about}`)).body;
  expect(items[0]).toMatchObject({ after: { roles: [{ role: "employee" }] } });
});

test("takes the project access with the last role", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const person = await aMember(customer, ["employee"]);
  const project = await aProject(customer);
  await owner.put(`${project.path}/members/${person.id}/roles/user`);
  const { body } = await owner.delete(`${path}/members/${person.id}/roles/employee`);
  expect((await person.get(project.path)).status).toBe(404);
  await until(async () => {
    const operation = await owner.get(`/v1/operations/${body.operation}`);
    return operation.body.state === "done" && operation.body.removed === 1;
  }, "the cascade");
  expect((await owner.get(`${project.path}/members`)).body.items).toEqual([]);
});

test("lets members give up a role of their own", async () => {
  const customer = await aCustomer();
  const person = await aMember(customer, ["employee", "admin"]);
  const given = await person.delete(`${customer.path}/members/${person.id}/roles/admin`);
  expect(given.status).toBe(200);
  const { body } = await customer.owner.get(`${customer.path}/members/${person.id}`);
  expect(body.roles).toEqual([{ role: "employee", state: "active" }]);
});

test("does nothing about a role that is not held", async () => {
  const customer = await aCustomer();
  const person = await aMember(customer, ["employee"]);
  const member = `${customer.path}/members/${person.id}`;
  const before = (await customer.owner.get(member)).body;
  expect((await customer.owner.delete(`${member}/roles/admin`)).status).toBe(200);
  expect((await customer.owner.get(member)).body).toEqual(before);
});

test("refuses employees who take from others, and knows no strangers", async () => {
  const customer = await aCustomer();
  const [employee, other] = [
    await aMember(customer, ["employee"]),
    await aMember(customer, ["employee"]),
  ];
  const stranger = await aPerson();
  const role = (id: string) => `${customer.path}/members/${id}/roles/employee`;
  expect((await employee.delete(role(other.id))).status).toBe(403);
  expect((await stranger.delete(role(other.id))).status).toBe(404);
  expect((await customer.owner.delete(role(stranger.id))).status).toBe(404);
});

test("honours a version that the caller names", async () => {
  const customer = await aCustomer();
  const person = await aMember(customer, ["employee", "admin"]);
  const member = `${customer.path}/members/${person.id}`;
  const version = await versionAt(customer.owner, member);
  const take = (at: number) => customer.owner.delete(`${member}/roles/admin`, on(at));
  expect((await take(version - 1)).status).toBe(412);
  expect((await take(version)).status).toBe(200);
});
