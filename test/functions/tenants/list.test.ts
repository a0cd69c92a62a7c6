import { expect, test } from "vitest";
import { aCustomer, anAdmin, aProject, aTenant } from "../../support/given.ts";

test("lists the tenants of one project, oldest first and page by page", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const [project, other] = [await aProject(customer), await aProject(customer)];
  const ids: string[] = [];
  for (let i = 0; i < 3; i++) ids.push((await aTenant(project, owner)).id);
  await aTenant(other, owner);
  const first = await owner.get(`${project.path}/tenants?limit=2`);
  const { nextCursor: cursor } = first.body;
  const second = await owner.get(`${project.path}/tenants?limit=2&cursor=${cursor}`);
  const found = [...first.body.items, ...second.body.items].map(({ id }) => id);
  expect(found).toEqual(ids);
  expect(second.body).not.toHaveProperty("nextCursor");
});

test("is open to those who look after projects for the platform", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const { id } = await aTenant(project, customer.owner);
  const onboarding = await anAdmin(["onboarding-support"]);
  const { status, body } = await onboarding.get(`${project.path}/tenants`);
  expect([status, body.items]).toEqual([200, [expect.objectContaining({ id })]]);
  expect(body.items[0]).not.toHaveProperty("createdBy");
});
