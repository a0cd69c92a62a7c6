import { expect, test } from "vitest";
import { aCustomer, aMember, aProject } from "../../support/given.ts";

const first = { "if-match": '"1"' };

test("changes what is named, takes away what is null, and keeps the rest", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const project = await aProject(customer);
  await owner.patch(project.path, { description: "Old", tags: { a: ["b"] } }, first);
  const change = { displayName: "New", description: null };
  const { status, body } = await owner.patch(project.path, change, { "if-match": '"2"' });
  expect([status, body]).toMatchObject([
    200,
    { displayName: "New", tags: { a: ["b"] }, version: 3 },
  ]);
  expect(body.description).toBeUndefined();
  const [event] = (await owner.get(`${path}/events?subject=${project.key}`)).body.items;
  expect(event).toMatchObject({
    type: "customer.project.updated",
    projectId: project.id,
    before: { description: "Old" },
    after: { displayName: "New" },
  });
});

test("lets project admins change it, users and readers not", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const statuses = [];
  for (const role of ["reader", "user", "admin"]) {
    const person = await aMember(customer, ["employee"]);
    await customer.owner.put(`${project.path}/members/${person.id}/roles/${role}`);
    const { status } = await person.patch(project.path, { displayName: role }, first);
    statuses.push(status);
  }
  expect(statuses).toEqual([403, 403, 200]);
});

test("refuses without a version, and another than there is", async () => {
  const customer = await aCustomer();
  const { path } = await aProject(customer);
  expect((await customer.owner.patch(path, { displayName: "A" })).status).toBe(428);
  const stale = await customer.owner.patch(path, { displayName: "A" }, { "if-match": '"2"' });
  expect([stale.status, stale.body.code]).toEqual([412, "stale"]);
});

test.each([
  ["/id", { id: "other" }],
  ["/key", { key: "prj_1" }],
  ["/status", { status: "deleted" }],
  ["/displayName", { displayName: null }],
])("refuses a change of %s", async (pointer, change) => {
  const customer = await aCustomer();
  const { path } = await aProject(customer);
  const { status, body } = await customer.owner.patch(path, change, first);
  expect([status, body.errors[0].pointer]).toEqual([400, pointer]);
});
