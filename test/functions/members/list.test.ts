import { expect, test } from "vitest";
import { nobody } from "../../support/api.ts";
import { aCustomer, aMember, aPerson, type Person } from "../../support/given.ts";
import { versionAt } from "../../support/version.ts";

test("shows members with their roles, names and states", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const admin = await aMember(customer, ["admin", "employee"]);
  const { status, body } = await owner.get(`${path}/members`);
  expect(status).toBe(200);
  expect(body.items).toHaveLength(2);
  expect(body.items.find(({ id }: Person) => id === admin.id)).toEqual({
    id: admin.id,
    principal: {
      type: "user",
      id: admin.id,
      firstName: "",
      lastName: "",
      email: admin.email,
      status: "active",
    },
    roles: [
      { role: "admin", state: "active" },
      { role: "employee", state: "active" },
    ],
    version: await versionAt(customer.owner, `${customer.path}/members/${admin.id}`),
    updatedAt: expect.any(String),
  });
});

test("is closed to employees, strangers and nobody", async () => {
  const customer = await aCustomer();
  const members = `${customer.path}/members`;
  expect((await (await aMember(customer, ["employee"])).get(members)).status).toBe(403);
  expect((await (await aPerson()).get(members)).status).toBe(404);
  expect((await nobody().get(members)).status).toBe(401);
});
