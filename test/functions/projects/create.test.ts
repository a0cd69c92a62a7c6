import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newId } from "../../support/api.ts";
import { aCustomer, aMember, anAdmin, aPerson, aProject } from "../../support/given.ts";
import { codeOf } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

const counter = (customer: string) => keys.counter({ customer, counted: "projects", shard: "0" });

test("creates a project that owners and admins see and others do not", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const admin = await aMember(customer, ["admin"]);
  const employee = await aMember(customer, ["employee"]);
  const body = { id: newId("p"), displayName: "Website", description: "New.", tags: { a: ["b"] } };
  const created = await admin.post(`${path}/projects`, body);
  const tag = `"${created.body.version}"`;
  expect([created.status, created.headers.get("etag")]).toEqual([201, tag]);
  expect(created.body).toMatchObject({
    ...body,
    customer: customer.id,
    status: "active",
    key: expect.stringMatching(/^prj_/),
    createdBy: admin.id,
  });
  const project = `${path}/projects/${body.id}`;
  expect((await owner.get(project)).body).toEqual(created.body);
  expect((await employee.get(project)).status).toBe(404);
  const [event] = (await owner.get(`${path}/events`)).body.items;
  expect(event).toMatchObject({
    type: "customer.project.created",
    projectId: body.id,
    subject: created.body.key,
    actor: { id: admin.id },
  });
});

test("keeps tags of any name, and changes them", async () => {
  const { owner, path } = await aCustomer();
  const made = { id: newId("p"), displayName: "A", tags: { constructor: ["a"] } };
  const created = await owner.post(`${path}/projects`, made);
  expect([created.status, created.body.tags]).toEqual([201, made.tags]);
  const change = { tags: { constructor: ["b"] } };
  const project = `${path}/projects/${made.id}`;
  const changed = await owner.patch(project, change, { "if-match": "*" });
  expect([changed.status, changed.body.tags]).toEqual([200, change.tags]);
});

test("a project may be called constructor", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const { id } = await aMember(customer, ["employee"]);
  const project = `${path}/projects/constructor`;
  const body = { id: "constructor", displayName: "A" };
  expect((await owner.post(`${path}/projects`, body)).status).toBe(201);
  expect((await owner.put(`${project}/members/${id}/roles/user`)).status).toBe(200);
  expect((await owner.get(`${project}/members`)).body.items).toMatchObject([{ id }]);
});

test("refuses an identifier that the customer uses already, not one that another does", async () => {
  const [one, other] = [await aCustomer(), await aCustomer()];
  const { id } = await aProject(one);
  const again = await one.owner.post(`${one.path}/projects`, { id, displayName: "A" });
  expect([again.status, again.body.code]).toEqual([409, "identifier_taken"]);
  const elsewhere = await other.owner.post(`${other.path}/projects`, { id, displayName: "A" });
  expect(elsewhere.status).toBe(201);
});

test("keeps to the quota, and makes room again when a project is deleted", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  await tableOf().change(counter(customer.id), { allotment: 1 });
  const project = await aProject(customer);
  const more = { id: newId("p"), displayName: "B" };
  const refused = await owner.post(`${path}/projects`, more);
  expect([refused.status, refused.body.code]).toEqual([409, "limit_reached"]);
  await owner.post(`${project.path}/delete`, { confirm: project.id, reason: "room" });
  expect((await owner.post(`${path}/projects`, more)).status).toBe(201);
  expect(await tableOf().get(counter(customer.id))).toMatchObject({ n: 1 });
});

test("who manages quotas says how many projects there may be, never fewer than there are", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const support = await anAdmin(["ops-support"]);
  const set = (quota: unknown) => support.put(`${path}/projects/quota`, { quota });
  await aProject(customer);
  expect((await set(1)).body).toEqual({ count: 1, quota: 1 });
  expect((await set(1)).body).toEqual({ count: 1, quota: 1 });
  const refused = await set(0);
  expect([refused.status, refused.body.code]).toEqual([409, "limit_reached"]);
  const more = { id: newId("p"), displayName: "B" };
  expect((await owner.post(`${path}/projects`, more)).status).toBe(409);
  expect((await set(2)).body).toEqual({ count: 1, quota: 2 });
  expect((await owner.post(`${path}/projects`, more)).status).toBe(201);
  const events = await owner.get(`${path}/events?type=customer.project-quota.changed`);
  expect(events.body.items).toMatchObject([
    { actor: { id: support.id }, before: { quota: 1 }, after: { quota: 2 } },
    { before: { quota: 100 }, after: { quota: 1 } },
  ]);
  for (const wrong of [-1, 1.5, 100_001, "5", null])
    expect((await set(wrong)).body.errors[0].pointer).toBe("/quota");
  expect((await owner.put(`${path}/projects/quota`, { quota: 500 })).status).toBe(403);
});

test("answers a repeated key with nothing but the project that it made", async () => {
  const { owner, path } = await aCustomer();
  const body = { id: newId("p"), displayName: "Once" };
  const ask = () => owner.post(`${path}/projects`, body, { "idempotency-key": "one" });
  expect((await ask()).status).toBe(201);
  await owner.post(`${path}/projects/${body.id}/delete`, { confirm: body.id, reason: "Done." });
  expect(codeOf(await ask())).toEqual([404, "not_found"]);
  expect((await owner.post(`${path}/projects`, body)).status).toBe(201);
  expect(codeOf(await ask())).toEqual([404, "not_found"]);
});

test("makes one project of a request that is repeated with its key", async () => {
  const { owner, path, id } = await aCustomer();
  const body = { id: newId("p"), displayName: "Once" };
  const key = { "idempotency-key": "one" };
  const first = await owner.post(`${path}/projects`, body, key);
  const again = await owner.post(`${path}/projects`, body, key);
  expect([again.status, again.body]).toEqual([201, first.body]);
  expect(await tableOf().get(counter(id))).toMatchObject({ n: 1 });
});

test.each([
  ["/id", { id: "Web" }],
  ["/displayName", { displayName: " " }],
  ["/key", { key: "prj_1" }],
  ["/description", { description: "x".repeat(2001) }],
])("refuses a wrong %s", async (pointer, wrong) => {
  const { owner, path } = await aCustomer();
  const body = { id: newId("p"), displayName: "A", ...wrong };
  const answer = await owner.post(`${path}/projects`, body);
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
});

test("is closed to employees, whatever they send, and to strangers", async () => {
  const customer = await aCustomer();
  const employee = await aMember(customer, ["employee"]);
  const projects = `${customer.path}/projects`;
  expect((await employee.post(projects, { id: newId("p"), displayName: "A" })).status).toBe(403);
  expect((await employee.post(projects, { nonsense: true })).status).toBe(403);
  expect((await (await aPerson()).post(projects, { nonsense: true })).status).toBe(404);
});
