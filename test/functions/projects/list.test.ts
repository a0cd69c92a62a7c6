import { expect, test } from "vitest";
import { aCustomer, aMember, aPerson, aProject } from "../../support/given.ts";

const idsOf = ({ body }: { body: { items: { id: string }[] } }) => body.items.map(({ id }) => id);

test("shows owners and admins all projects, others those they hold a role on", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const admin = await aMember(customer, ["admin"]);
  const employee = await aMember(customer, ["employee"]);
  const [one, two] = [await aProject(customer), await aProject(customer)];
  const list = `${path}/projects`;
  expect(idsOf(await owner.get(list))).toEqual([one.id, two.id].sort());
  expect(idsOf(await admin.get(list))).toEqual([one.id, two.id].sort());
  expect((await employee.get(list)).body).toEqual({ items: [] });
  await owner.put(`${two.path}/members/${employee.id}/roles/reader`);
  expect(idsOf(await employee.get(list))).toEqual([two.id]);
  await owner.delete(`${two.path}/members/${employee.id}/roles/reader`);
  expect(idsOf(await employee.get(list))).toEqual([]);
});

test("shows nothing of an earlier project of the same name", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const employee = await aMember(customer, ["employee"]);
  const { id, path: project } = await aProject(customer);
  await owner.put(`${project}/members/${employee.id}/roles/admin`);
  await owner.post(`${project}/delete`, { confirm: id, reason: "again" });
  expect((await owner.post(`${path}/projects`, { id, displayName: "Later" })).status).toBe(201);
  expect((await employee.get(project)).status).toBe(404);
  expect(idsOf(await employee.get(`${path}/projects`))).toEqual([]);
});

test("is closed to strangers", async () => {
  const { path } = await aCustomer();
  expect((await (await aPerson()).get(`${path}/projects`)).status).toBe(404);
});
