import { expect, test } from "vitest";
import { aCustomerBelow } from "../../support/below.ts";
import { aCustomer, aGroup, aPerson, aProject } from "../../support/given.ts";

test("a member of a group may what the group may, from the next request on and no longer", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const person = await aPerson();
  const group = await aGroup(customer, ["admin"]);
  expect((await person.get(path)).status).toBe(404);
  await owner.put(`${group.path}/members/${person.id}`);
  expect((await person.get(path)).status).toBe(200);
  expect((await person.patch(path, { phone: "1" }, { "if-match": "*" })).status).toBe(200);
  expect((await person.get("/v1/customers")).body.items).toMatchObject([{ id: customer.id }]);
  await owner.put(`${path}/members/${group.id}/roles`, { roles: [{ role: "employee" }] }, any);
  expect((await person.patch(path, { phone: "2" }, { "if-match": "*" })).status).toBe(403);
  await owner.delete(`${group.path}/members/${person.id}`);
  expect((await person.get(path)).status).toBe(404);
  expect((await person.get("/v1/customers")).body.items).toEqual([]);
});

const any = { "if-match": "*" };

test("a group's role on a project counts for its members while the group has the customer", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const person = await aPerson();
  const group = await aGroup(customer, ["employee"], [person]);
  const [project, other] = [await aProject(customer), await aProject(customer)];
  expect((await person.get(project.path)).status).toBe(404);
  const given = await owner.put(`${project.path}/members/${group.id}/roles/reader`);
  expect([given.status, given.body.principal.type]).toEqual([200, "group"]);
  expect((await person.get(project.path)).status).toBe(200);
  expect((await person.get(other.path)).status).toBe(404);
  const { items } = (await person.get(`${path}/projects`)).body;
  expect(items.map(({ id }: { id: string }) => id)).toEqual([project.id]);
  await owner.delete(`${path}/members/${group.id}/roles/employee`);
  expect((await person.get(project.path)).status).toBe(404);
});

test("a group without the customer takes no project role", async () => {
  const customer = await aCustomer();
  const [group, project] = [await aGroup(customer), await aProject(customer)];
  const { status, body } = await customer.owner.put(
    `${project.path}/members/${group.id}/roles/reader`,
  );
  expect([status, body.code]).toEqual([409, "no_customer_access"]);
});

test("whoever has the customer through a group alone takes project roles of their own", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const person = await aPerson();
  const group = await aGroup(customer, ["employee"], [person]);
  const project = await aProject(customer);
  const given = await owner.put(`${project.path}/members/${person.id}/roles/user`);
  expect([given.status, given.body.roles]).toMatchObject([200, [{ role: "user" }]]);
  expect((await person.get(project.path)).status).toBe(200);
  expect((await person.get(`${path}/projects`)).body.items).toHaveLength(1);
  const members = (await owner.get(`${path}/members`)).body.items;
  expect(members.map(({ id }: { id: string }) => id)).toEqual([group.id, owner.id]);
  expect((await owner.get(`${path}/members/${person.id}`)).status).toBe(404);
});

test("a group is never owner", async () => {
  const customer = await aCustomer();
  const group = await aGroup(customer);
  const at = `${customer.path}/members/${group.id}/roles`;
  const one = await customer.owner.put(`${at}/owner`);
  const all = await customer.owner.put(at, { roles: [{ role: "owner" }] }, { "if-match": '"0"' });
  expect([one.status, one.body.code]).toEqual([409, "group_owner"]);
  expect([all.status, all.body.code]).toEqual([409, "group_owner"]);
});

test("rights through a group are rights to write with, until they are lost", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const admin = await aPerson();
  const group = await aGroup(customer, ["admin"], [admin]);
  const [first, second] = [await aPerson(), await aPerson()];
  expect((await admin.put(`${path}/members/${first.id}/roles/employee`)).status).toBe(200);
  expect((await admin.put(`${path}/members/${first.id}/roles/owner`)).status).toBe(403);
  const project = await aProject({ path, owner: admin });
  expect((await admin.put(`${project.path}/members/${first.id}/roles/user`)).status).toBe(200);
  await owner.delete(`${path}/members/${group.id}`, any);
  expect((await admin.put(`${path}/members/${second.id}/roles/employee`)).status).toBe(404);
});

test("nobody prolongs their own access through a group they are in", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const end = new Date(Date.now() + 3_600_000).toISOString();
  const later = new Date(Date.now() + 7_200_000).toISOString();
  const admin = await aPerson();
  const group = await aGroup(customer, [], [admin]);
  const at = `${path}/members/${group.id}/roles/admin`;
  await owner.put(at, { expiresAt: end });
  for (const body of [{ expiresAt: later }, {}]) {
    const { status, body: refused } = await admin.put(at, body);
    expect([status, refused.code]).toEqual([403, "forbidden"]);
  }
  expect((await owner.put(at, { expiresAt: later })).status).toBe(200);
  const lasting = await aGroup(customer, ["employee"]);
  const joined = await admin.put(`${lasting.path}/members/${admin.id}`);
  expect([joined.status, joined.body.code]).toEqual([403, "forbidden"]);
  const below = await aCustomerBelow(customer, owner);
  const further = await aGroup(customer);
  await owner.put(`${below.path}/members/${further.id}/roles/employee`);
  const outlasting = await admin.put(`${further.path}/members/${admin.id}`);
  expect([outlasting.status, outlasting.body.code]).toEqual([403, "forbidden"]);
  expect((await owner.put(`${further.path}/members/${admin.id}`)).status).toBe(200);
});
