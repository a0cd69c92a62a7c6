import { expect, test } from "vitest";
import { aCustomer, aMember, aProject } from "../../support/given.ts";
import { mailTo } from "../../support/inbox.ts";

test("takes one role of several", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const project = await aProject(customer);
  const person = await aMember(customer, ["employee"]);
  const member = `${project.path}/members/${person.id}`;
  await owner.put(`${member}/roles/admin`);
  const { version } = (await owner.put(`${member}/roles/reader`)).body;
  expect((await owner.delete(`${member}/roles/admin`)).status).toBe(204);
  expect((await person.patch(project.path, { displayName: "A" })).status).toBe(403);
  expect((await owner.get(`${project.path}/members`)).body.items).toMatchObject([
    { roles: [{ role: "reader" }], version: version + 1 },
  ]);
  const [event] = (await owner.get(`${path}/events?subject=${person.id}`)).body.items;
  expect(event).toMatchObject({
    type: "customer.project.member.changed",
    before: { roles: [{ role: "admin" }, { role: "reader" }] },
    after: { roles: [{ role: "reader" }] },
  });
});

test("ends access with the last role at once, and tells the person", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const project = await aProject(customer);
  const person = await aMember(customer, ["employee"]);
  await owner.put(`${project.path}/members/${person.id}/roles/user`);
  expect((await owner.delete(`${project.path}/members/${person.id}/roles/user`)).status).toBe(204);
  expect((await person.get(project.path)).status).toBe(404);
  const mail = await mailTo(person.email, undefined, { about: /ended/ });
  expect(mail.body.text).toContain(`Project ${project.id}`);
});

test("does nothing about a role that is not held", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const person = await aMember(customer, ["employee"]);
  const given = await customer.owner.put(`${project.path}/members/${person.id}/roles/user`);
  const none = await customer.owner.delete(`${project.path}/members/${person.id}/roles/admin`);
  expect(none.status).toBe(204);
  const { items } = (await customer.owner.get(`${project.path}/members`)).body;
  expect(items).toEqual([given.body]);
});

test("lets people give up their own role, not take another's", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const [one, two] = [await aMember(customer, ["employee"]), await aMember(customer, ["employee"])];
  for (const { id } of [one, two])
    await customer.owner.put(`${project.path}/members/${id}/roles/admin`);
  const role = ({ id }: { id: string }) => `${project.path}/members/${id}/roles/admin`;
  expect((await one.delete(role(two))).status).toBe(403);
  expect((await one.delete(role(one))).status).toBe(204);
  expect((await customer.owner.delete(role(one))).status).toBe(404);
});
