import { expect, test } from "vitest";
import { aCustomer, aMember, aProject } from "../../support/given.ts";

test("answers a project to whoever holds a role on it", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const reader = await aMember(customer, ["employee"]);
  await customer.owner.put(`${project.path}/members/${reader.id}/roles/reader`);
  const { status, body, headers } = await reader.get(project.path);
  expect([status, headers.get("etag")]).toEqual([200, `"${body.version}"`]);
  expect(body).toMatchObject({ id: project.id, key: project.key, customer: customer.id });
});

test("knows no projects of other customers, and none that was never there", async () => {
  const [one, other] = [await aCustomer(), await aCustomer()];
  const project = await aProject(other);
  for (const id of [project.id, "never-there", "NOT-AN-ID", "..%2f"])
    expect((await one.owner.get(`${one.path}/projects/${id}`)).status).toBe(404);
});

test("says the same to employees about projects that are hidden and that are not there", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const employee = await aMember(customer, ["employee"]);
  const hidden = await employee.get(project.path);
  const none = await employee.get(`${customer.path}/projects/none`);
  expect([hidden.status, none.status]).toEqual([404, 404]);
  expect({ ...hidden.body, requestId: "" }).toEqual({ ...none.body, requestId: "" });
});
