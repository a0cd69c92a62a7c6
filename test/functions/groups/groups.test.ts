import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { aCustomer, aGroup, aMember, aPerson } from "../../support/given.ts";
import { until } from "../../support/inbox.ts";

test("a group is created, found, renamed and deleted", async () => {
  const { owner, path, id: customer } = await aCustomer();
  const identifier = newId("g");
  const created = await owner.post(`${path}/groups`, { identifier, displayName: "Night shift" });
  expect([created.status, created.body]).toMatchObject([
    201,
    { identifier, displayName: "Night shift", customer, version: 1 },
  ]);
  const at = `${path}/groups/${created.body.id}`;
  expect((await owner.get(at)).body).toEqual(created.body);
  expect((await owner.get(`${path}/groups`)).body.items).toEqual([created.body]);
  const changed = await owner.patch(at, { displayName: "Day shift" }, { "if-match": '"1"' });
  expect([changed.status, changed.body]).toMatchObject([
    200,
    { identifier, displayName: "Day shift", version: 2 },
  ]);
  expect((await owner.delete(at, { "if-match": '"2"' })).status).toBe(202);
  expect((await owner.get(at)).status).toBe(404);
  const { items } = (await owner.get(`${path}/events?subject=${created.body.id}`)).body;
  expect(items.map(({ type }: { type: string }) => type)).toEqual([
    "customer.group.deleted",
    "customer.group.updated",
    "customer.group.created",
  ]);
});

test("an identifier is given once in a customer, and again when its group is gone", async () => {
  const [customer, other] = [await aCustomer(), await aCustomer()];
  const group = await aGroup(customer);
  const body = { identifier: group.identifier, displayName: "Again" };
  const { status, body: refused } = await customer.owner.post(`${customer.path}/groups`, body);
  expect([status, refused.code]).toEqual([409, "identifier_taken"]);
  expect((await other.owner.post(`${other.path}/groups`, body)).status).toBe(201);
  await customer.owner.delete(group.path, { "if-match": "*" });
  expect((await customer.owner.post(`${customer.path}/groups`, body)).status).toBe(201);
});

test("groups are listed in the order of their identifiers, page by page", async () => {
  const customer = await aCustomer();
  const made = [await aGroup(customer), await aGroup(customer), await aGroup(customer)];
  const wanted = made.map(({ identifier }) => identifier).sort();
  const found: string[] = [];
  let next = `${customer.path}/groups?limit=1`;
  for (let page = 0; page < 3; page++) {
    const { items, nextCursor } = (await customer.owner.get(next)).body;
    found.push(...items.map((group: { identifier: string }) => group.identifier));
    next = `${customer.path}/groups?limit=1&cursor=${nextCursor}`;
  }
  expect(found).toEqual(wanted);
});

test("whoever may not see groups sees those they are in, and no other's", async () => {
  const customer = await aCustomer();
  const employee = await aMember(customer, ["employee"]);
  const [own, other] = [await aGroup(customer, [], [employee]), await aGroup(customer)];
  const { items } = (await employee.get(`${customer.path}/groups`)).body;
  expect(items.map(({ id }: { id: string }) => id)).toEqual([own.id]);
  expect((await employee.get(own.path)).status).toBe(200);
  expect((await employee.get(other.path)).status).toBe(404);
  expect((await employee.get(`${own.path}/members`)).status).toBe(403);
  expect((await employee.get("/v1/me")).body.groups).toEqual([
    { id: own.id, customer: customer.id },
  ]);
});

test("a group of another customer is no group here", async () => {
  const [here, there] = [await aCustomer(), await aCustomer()];
  const { id } = await aGroup(there);
  const person = await aPerson();
  const at = `${here.path}/groups/${id}`;
  const answers = [
    await here.owner.get(at),
    await here.owner.patch(at, { displayName: "Mine" }, { "if-match": "*" }),
    await here.owner.delete(at, { "if-match": "*" }),
    await here.owner.get(`${at}/members`),
    await here.owner.put(`${at}/members/${person.id}`),
    await here.owner.post(`${at}/members`, { add: [person.id] }),
    await here.owner.delete(`${at}/members/${person.id}`),
    await here.owner.put(`${here.path}/members/${id}/roles/employee`),
  ];
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
});

test("a new name shows wherever the group holds roles, within seconds", async () => {
  const customer = await aCustomer();
  const group = await aGroup(customer, ["employee"]);
  await customer.owner.patch(group.path, { displayName: "Day shift" }, { "if-match": "*" });
  const shown = await until(async () => {
    const { principal } = (await customer.owner.get(`${customer.path}/members/${group.id}`)).body;
    return principal.displayName === "Day shift" && principal;
  });
  expect(shown).toEqual({
    type: "group",
    id: group.id,
    identifier: group.identifier,
    displayName: "Day shift",
  });
});
