import { expect, test } from "vitest";
import { aCustomerBelow } from "../../support/below.ts";
import {
  aCustomer,
  aMember,
  anAdmin,
  aPerson,
  aPlatformMachine,
  askFor,
  theAdmin,
} from "../../support/given.ts";
import { codeOf } from "../../support/race.ts";

const first = { "if-match": '"1"' };

test("changes what is named, takes away what is null, and keeps the rest", async () => {
  const { path, owner, id } = await aCustomer();
  await owner.patch(path, { phone: "1", description: "Old" }, first);
  const { status, body, headers } = await owner.patch(
    path,
    { displayName: "New", description: null, tags: { a: ["b"] } },
    { "if-match": '"2"' },
  );
  expect([status, headers.get("etag")]).toEqual([200, '"3"']);
  expect(body).toMatchObject({ id, displayName: "New", phone: "1", tags: { a: ["b"] } });
  expect(body.description).toBeUndefined();
  expect((await owner.get(path)).body).toEqual(body);
  const [event] = (await owner.get(`${path}/events`)).body.items;
  expect(event).toMatchObject({
    type: "customer.updated",
    before: { displayName: `Customer ${id}`, description: "Old" },
    after: { displayName: "New", tags: { a: ["b"] } },
  });
});

test("changes nothing and writes no event when all is so already", async () => {
  const { path, owner, id } = await aCustomer();
  const { body } = await owner.patch(path, { displayName: `Customer ${id}`, phone: null }, first);
  expect(body.version).toBe(1);
  expect((await owner.get(`${path}/events`)).body.items).toHaveLength(1);
});

test("refuses without a version, and another than there is", async () => {
  const { path, owner } = await aCustomer();
  expect((await owner.patch(path, { phone: "1" })).status).toBe(428);
  for (const version of ['"2"', '"0"', 'W/"1"', '"2", "3"'])
    expect((await owner.patch(path, { phone: "1" }, { "if-match": version })).status).toBe(412);
  expect((await owner.get(path)).body.version).toBe(1);
});

test.each([
  ["/id", { id: "other" }],
  ["/status", { status: "deleted" }],
  ["/displayName", { displayName: null }],
  ["/createdBy", { createdBy: "me" }],
  ["/version", { version: 7 }],
])("refuses a change of %s", async (pointer, change) => {
  const { path, owner } = await aCustomer();
  const { status, body } = await owner.patch(path, change, first);
  expect([status, body.errors[0].pointer]).toEqual([400, pointer]);
});

test("lets admins, not employees, change it", async () => {
  const customer = await aCustomer();
  const employee = await aMember(customer, ["employee"]);
  const admin = await aMember(customer, ["admin"]);
  expect((await employee.patch(customer.path, { phone: "1" }, first)).status).toBe(403);
  expect((await (await aPerson()).patch(customer.path, { phone: "1" }, first)).status).toBe(404);
  expect((await admin.patch(customer.path, { phone: "1" }, first)).status).toBe(200);
});

test("lets an Organization Admin change a customer of others, and nobody who only sees it", async () => {
  const { path, owner } = await aCustomer();
  const admin = await anAdmin(["organization-admin"]);
  const { status, body } = await admin.patch(path, { phone: "1" }, first);
  expect([status, body.phone, body.contacts]).toMatchObject([200, "1", [{ id: owner.id }]]);
  const [event] = (await owner.get(`${path}/events`)).body.items;
  expect(event).toMatchObject({
    type: "customer.updated",
    actor: { id: admin.id },
    after: { phone: expect.anything() },
  });
  const viewer = await anAdmin(["organization-user"]);
  expect((await viewer.get(path)).status).toBe(200);
  expect((await viewer.patch(path, { phone: "2" }, { "if-match": "*" })).status).toBe(404);
  const employee = await aMember({ path, owner }, ["employee"]);
  const unchanged = await employee.patch(path, { phone: "2" }, { "if-match": "*" });
  expect(unchanged.status).toBe(403);
});

test("keeps owners from a platform's API user that may not see who acts for customers", async () => {
  const { path } = await aCustomer();
  const { key } = await aPlatformMachine(["platform.customers.edit"]);
  for (const phone of ["1", "1"]) {
    const { status, body } = await key.caller.patch(path, { phone }, { "if-match": "*" });
    expect([status, body.phone, body.contacts]).toEqual([200, "1", []]);
  }
});

test("changes no customer that is disabled, or below one that is, for the platform either", async () => {
  const above = await aCustomer();
  const below = await aCustomerBelow(above, above.owner);
  const admin = await theAdmin();
  await admin.post(`${above.path}/disable`, { reason: "A" });
  for (const { path } of [above, below]) {
    const refused = await admin.patch(path, { phone: "1" }, { "if-match": "*" });
    expect(codeOf(refused)).toEqual([409, "customer_disabled"]);
  }
});

test("waits for the customer's own people when an Organization Admin lowers how many must agree", async () => {
  const customer = await aCustomer();
  const { path } = customer;
  await aMember(customer, ["admin"]);
  await askFor(customer, 2);
  const admin = await anAdmin(["organization-admin"]);
  const change = { settings: { minApprovals: 1 } };
  const asked = await admin.patch(path, change, { "if-match": "*" });
  expect([asked.status, asked.body.state]).toEqual([202, "pending"]);
  expect((await admin.get(path)).body.settings.minApprovals).toBe(2);
});
