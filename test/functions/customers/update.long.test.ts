import { expect, test } from "vitest";
import { aCustomer, aMember, aPerson } from "../../support/given.ts";

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
