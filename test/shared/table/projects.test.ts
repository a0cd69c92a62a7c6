import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { aCustomer, aPendingProject, aProject } from "../../support/given.ts";

beforeAll(() => {
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", inject("dynamodb"));
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  vi.stubEnv("TABLE_NAME", "usher");
});
afterAll(() => vi.unstubAllEnvs());

test("projects that are not deleted are found page by page, pending ones among them", async () => {
  const { notDeleted } = await import("../../../shared/table/projects.ts");
  const customer = await aCustomer();
  const [one, gone] = [await aProject(customer), await aProject(customer)];
  const pending = await aPendingProject(customer);
  await customer.owner.post(`${gone.path}/delete`, { confirm: gone.id, reason: "A" });
  const first = await notDeleted(customer.id, { limit: 1 });
  const second = await notDeleted(customer.id, { limit: 1, after: first.nextCursor });
  expect(second.nextCursor).toBeUndefined();
  const found = [...first.items, ...second.items].map(({ id, status }) => [id, status]);
  const wanted = [
    [one.id, "active"],
    [pending.id, "pending_deletion"],
  ];
  expect(found).toEqual(wanted.sort());
});
