import { expect, test } from "vitest";
import { aCustomer, aMember, anAdmin, aProject, theAdmin } from "../../support/given.ts";
import { codeOf } from "../../support/race.ts";
import { on, versionAt } from "../../support/version.ts";

const any = { "if-match": "*" };

test("changes what is named, takes away what is null, and keeps the rest", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const project = await aProject(customer);
  await owner.patch(project.path, { description: "Old", tags: { a: ["b"] } }, any);
  const version = await versionAt(owner, project.path);
  const change = { displayName: "New", description: null };
  const { status, body } = await owner.patch(project.path, change, on(version));
  expect([status, body]).toMatchObject([
    200,
    { displayName: "New", tags: { a: ["b"] }, version: version + 1 },
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
    const { status } = await person.patch(project.path, { displayName: role }, any);
    statuses.push(status);
  }
  expect(statuses).toEqual([403, 403, 200]);
});

test("refuses without a version, and another than there is", async () => {
  const customer = await aCustomer();
  const { path } = await aProject(customer);
  expect((await customer.owner.patch(path, { displayName: "A" })).status).toBe(428);
  const version = await versionAt(customer.owner, path);
  const stale = await customer.owner.patch(path, { displayName: "A" }, on(version + 1));
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
  const { status, body } = await customer.owner.patch(path, change, any);
  expect([status, body.errors[0].pointer]).toEqual([400, pointer]);
});

test("lets those of the platform who may edit the tags of projects change these and nothing else", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const manager = await anAdmin(["finops-manager"]);
  const tags = { cost: ["4711"] };
  const { status, body } = await manager.patch(project.path, { tags }, any);
  expect([status, body.tags]).toEqual([200, tags]);
  const events = await customer.owner.get(`${customer.path}/events?subject=${project.key}`);
  expect(events.body.items[0]).toMatchObject({ actor: { id: manager.id }, after: { tags } });
  for (const field of ["displayName", "description"]) {
    const change = { tags: null, [field]: "A" };
    const refused = await manager.patch(project.path, change, any);
    expect(codeOf(refused)).toEqual([403, "forbidden"]);
    expect(refused.body.detail).toMatch(
      `To change ${field} takes the permission customer.projects.edit or project.configure.`,
    );
  }
  const support = await anAdmin(["ops-support"]);
  expect((await support.get(project.path)).status).toBe(200);
  expect((await support.patch(project.path, { tags }, { "if-match": "*" })).status).toBe(404);
  await (await theAdmin()).post(`${customer.path}/disable`, { reason: "A" });
  const shut = await manager.patch(project.path, { tags: null }, { "if-match": "*" });
  expect(codeOf(shut)).toEqual([409, "customer_disabled"]);
});
