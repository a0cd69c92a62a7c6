import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { aCustomer, aKey, aMachine, aPerson, aProject } from "../../support/given.ts";
import { invalidKey } from "../../support/keys.ts";

const any = { "if-match": "*" };

test("an API user reads and changes what its permissions allow, and nothing else", async () => {
  const customer = await aCustomer();
  const { id, key } = await aMachine(customer);
  const { caller } = key;
  const seen = await caller.get(customer.path);
  expect([seen.status, seen.body.permissions]).toEqual([
    200,
    ["customer.view", "customer.edit", "customer.projects.view"],
  ]);
  const changed = await caller.patch(customer.path, { phone: "1" }, any);
  expect([changed.status, changed.body.phone]).toEqual([200, "1"]);
  const { items } = (await customer.owner.get(`${customer.path}/events?actor=${id}`)).body;
  expect((await customer.owner.get(customer.path)).body.updatedBy).toBe(id);
  expect(items).toMatchObject([{ type: "customer.updated", actor: { type: "api-user", id } }]);
  const refused = await caller.post(`${customer.path}/projects`, { id: "a1", displayName: "A" });
  expect([refused.status, refused.body.detail]).toEqual([
    403,
    "This takes the permission customer.projects.create.",
  ]);
});

test("an API user of one customer is a stranger at another", async () => {
  const [customer, other] = [await aCustomer(), await aCustomer()];
  const { caller } = (await aMachine(customer)).key;
  expect((await caller.get(other.path)).status).toBe(404);
  expect((await caller.get("/v1/customers")).body.items).toMatchObject([{ id: customer.id }]);
});

test("an API user gives roles and invites like anybody who may, and never owners", async () => {
  const customer = await aCustomer();
  const { path } = customer;
  const { caller } = (
    await aMachine(customer, [
      "customer.view",
      "customer.things.view",
      "customer.members.view",
      "customer.members.grant",
      "customer.projects.access",
      "customer.groups.manage",
      "customer.groups.view",
      "project.view",
    ])
  ).key;
  const project = await aProject(customer);
  const { id } = await aPerson();
  const statuses = [
    await caller.put(`${path}/members/${id}/roles/employee`),
    await caller.put(`${project.path}/members/${id}/roles/user`),
    await caller.post(`${path}/groups`, { identifier: newId("g"), displayName: "A" }),
    await caller.put(`${path}/members/${(await aPerson()).id}/roles/admin`),
    await caller.put(`${path}/members/${(await aPerson()).id}/roles/owner`),
    await caller.put(`${path}/members/api_01J00000000000000000000000/roles/employee`),
  ].map(({ status }) => status);
  expect(statuses).toEqual([200, 200, 201, 403, 403, 404]);
  expect((await caller.get(`${path}/projects`)).body.items).toMatchObject([{ id: project.id }]);
});

test("what is kept for people is refused to every API user, whatever it may do", async () => {
  const customer = await aCustomer();
  const { path } = customer;
  const may = ["customer.view", "customer.api-users.manage"];
  const machine = await aMachine(customer, may);
  const { caller } = machine.key;
  const refused = [
    await caller.get("/v1/me"),
    await caller.patch("/v1/me", { firstName: "A" }, any),
    await caller.get("/v1/me/invitations"),
    await caller.post("/v1/me/invitations/inv_01J00000000000000000000000/accept"),
    await caller.post(`${path}/api-users`, { displayName: "A", permissions: may }),
    await caller.patch(machine.path, { displayName: "A" }, any),
    await caller.delete(machine.path, any),
    await caller.post(`${machine.path}/keys`, {}),
    await caller.post(`${machine.key.path}/rotate`, { overlapMinutes: 1 }),
    await caller.delete(machine.key.path),
  ];
  for (const { status, body } of refused)
    expect([status, body.detail]).toEqual([
      403,
      "Only a signed-in person can do this, no API key.",
    ]);
  expect((await caller.get(machine.path)).status).toBe(200);
  expect((await caller.get(`${machine.path}/keys`)).body.items).toHaveLength(1);
});

test("an API user creates customers below, never at the top", async () => {
  const customer = await aCustomer();
  const may = ["customer.view", "customer.sub-customers.manage"];
  const { key } = await aMachine(customer, may);
  const body = { id: newId(), displayName: "A" };
  expect((await key.caller.post("/v1/customers", body)).status).toBe(403);
  const below = { ...body, parentId: customer.id };
  expect((await key.caller.post("/v1/customers", below)).status).toBe(201);
  expect((await key.caller.get(`/v1/customers/${body.id}`)).status).toBe(200);
});

test("a revoked key is refused from the next request on", async () => {
  const customer = await aCustomer();
  const machine = await aMachine(customer);
  const second = await aKey(machine, customer.owner);
  expect((await customer.owner.delete(machine.key.path)).status).toBe(204);
  expect(await machine.key.caller.get(customer.path)).toMatchObject(invalidKey);
  expect((await second.caller.get(customer.path)).status).toBe(200);
});

test("all keys of a deleted API user are refused at once", async () => {
  const customer = await aCustomer();
  const machine = await aMachine(customer);
  expect((await machine.key.caller.get(customer.path)).status).toBe(200);
  expect((await customer.owner.delete(machine.path, any)).status).toBe(204);
  expect(await machine.key.caller.get(customer.path)).toMatchObject(invalidKey);
});

test("permissions that are taken from an API user are gone with its next request", async () => {
  const customer = await aCustomer();
  const machine = await aMachine(customer);
  const { caller } = machine.key;
  const permissions = ["customer.view"];
  await customer.owner.patch(machine.path, { permissions }, any);
  expect((await caller.get(customer.path)).body.permissions).toEqual(permissions);
  expect((await caller.patch(customer.path, { phone: "2" }, any)).status).toBe(403);
});
