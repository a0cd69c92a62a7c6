import { expect, test } from "vitest";
import {
  aCustomer,
  aMember,
  anAdmin,
  aPendingProject,
  aProject,
  aTenant,
} from "../../support/given.ts";

test("shows a tenant to who may view those of the project, with its version", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const tenant = await aTenant(project, customer.owner);
  const reader = await aMember(customer, ["employee"]);
  expect((await reader.get(tenant.path)).status).toBe(404);
  await customer.owner.put(`${project.path}/members/${reader.id}/roles/reader`);
  const seen = await reader.get(tenant.path);
  expect([seen.status, seen.headers.get("etag")]).toEqual([200, '"1"']);
  expect(seen.body).toMatchObject({ id: tenant.id, identifier: tenant.identifier });
  expect(seen.body).not.toHaveProperty("createdBy");
});

test("shows operators why it is to go", async () => {
  const customer = await aCustomer();
  const [{ path }] = (await aPendingProject(customer)).tenants;
  const replicator = await anAdmin(["replication-operator"]);
  expect((await replicator.get(path)).body).toMatchObject({
    status: "pending_deletion",
    deletion: { reason: "Replaced", requestedAt: expect.any(String) },
  });
  const finops = await anAdmin(["finops-manager"]);
  expect((await finops.get(path)).status).toBe(404);
});

test("knows no tenant of another project", async () => {
  const customer = await aCustomer();
  const [one, other] = [await aProject(customer), await aProject(customer)];
  const { id } = await aTenant(one, customer.owner);
  expect((await customer.owner.get(`${other.path}/tenants/${id}`)).status).toBe(404);
  const operator = await anAdmin(["ops-support"]);
  expect((await operator.get(`${other.path}-x/tenants/${id}`)).status).toBe(404);
});
