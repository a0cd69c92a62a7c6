import { expect, test } from "vitest";
import { tenantsAtMost } from "../../../shared/model/tenant.ts";
import { keys } from "../../../shared/table/schema.ts";
import { newId } from "../../support/api.ts";
import { aCustomer, aMember, aPendingProject, aProject, aTenant } from "../../support/given.ts";
import { codeOf } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

const aws = () => ({ platform: "aws", landingZone: "sandbox", identifier: newId("account") });

test("registers what a project has in a platform, and counts it", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const project = await aProject(customer);
  const body = aws();
  const made = await owner.post(`${project.path}/tenants`, body);
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    ...body,
    customer: customer.id,
    project: project.id,
    status: "active",
    version: 1,
    createdBy: owner.id,
  });
  expect((await owner.get(project.path)).body).toMatchObject({ tenants: 1, status: "active" });
  const { items } = (await owner.get(`${path}/events?subject=${made.body.id}`)).body;
  expect(items).toMatchObject([
    { type: "customer.project.tenant.added", projectId: project.id, after: body },
  ]);
});

test("refuses the same twice at a customer, whatever the case of its letters, and names the first", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const [first, second] = [await aProject(customer), await aProject(customer)];
  const { id, identifier } = await aTenant(first, owner);
  const again = { platform: "AWS", identifier: identifier.toUpperCase() };
  const answer = await owner.post(`${second.path}/tenants`, again);
  expect(answer.body).toMatchObject({
    status: 409,
    code: "identifier_taken",
    tenant: id,
    errors: [{ pointer: "/identifier" }],
  });
  expect((await owner.get(second.path)).body.tenants).toBe(0);
  const elsewhere = await owner.post(`${second.path}/tenants`, { ...again, platform: "azure" });
  expect(elsewhere.status).toBe(201);
});

test("registers at most as many as can be decided on in one go", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const key = keys.project({ customer: customer.id, project: project.id });
  const { change, get } = tableOf();
  const version = (await get(key))?.version;
  await change(key, { tenants: tenantsAtMost });
  const answer = await customer.owner.post(`${project.path}/tenants`, aws());
  await change(key, { tenants: 0 });
  expect(codeOf(answer)).toEqual([409, "limit_reached"]);
  expect((await get(key))?.version).toBe(version);
});

test("registers nothing on a project that is about to be deleted", async () => {
  const customer = await aCustomer();
  const project = await aPendingProject(customer);
  const answer = await customer.owner.post(`${project.path}/tenants`, aws());
  expect(codeOf(answer)).toEqual([409, "project_pending_deletion"]);
});

test("answers a repeated request with the tenant that it made", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const [body, key] = [aws(), { "idempotency-key": "account" }];
  const first = await customer.owner.post(`${project.path}/tenants`, body, key);
  const again = await customer.owner.post(`${project.path}/tenants`, body, key);
  expect([again.status, again.body.id]).toEqual([201, first.body.id]);
});

test("is closed to who only holds roles on the project", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const lead = await aMember(customer, ["employee"]);
  await customer.owner.put(`${project.path}/members/${lead.id}/roles/admin`);
  expect((await lead.post(`${project.path}/tenants`, aws())).status).toBe(403);
});

test.each([
  ["/platform", { platform: "" }],
  ["/platform", { platform: "https://aws" }],
  ["/landingZone", { landingZone: "x".repeat(51) }],
  ["/identifier", { identifier: "a\u0000b" }],
  ["/identifier", { identifier: "x".repeat(256) }],
])("refuses a wrong %s", async (pointer, wrong) => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const answer = await customer.owner.post(`${project.path}/tenants`, { ...aws(), ...wrong });
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
});
