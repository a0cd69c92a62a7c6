import { expect, test } from "vitest";
import { nobody } from "../../support/api.ts";
import { aCustomer, aMember, aPerson } from "../../support/given.ts";

const idsOf = (items: { id: string }[]) => items.map(({ id }) => id);

test("lists the customers that the caller has access to, and only those", async () => {
  const person = await aPerson();
  const [one, other] = [await aCustomer(), await aCustomer()];
  await one.owner.put(`${one.path}/members/${person.id}/roles/employee`);
  const { status, body } = await person.get("/v1/customers");
  expect([status, idsOf(body.items)]).toEqual([200, [one.id]]);
  expect(body.items[0]).toMatchObject({ permissions: ["customer.view", "customer.things.view"] });
  await other.owner.put(`${other.path}/members/${person.id}/roles/admin`);
  expect(idsOf((await person.get("/v1/customers")).body.items)).toEqual([one.id, other.id].sort());
});

test("forgets a customer as soon as access to it ends", async () => {
  const customer = await aCustomer();
  const person = await aMember(customer, ["employee"]);
  await customer.owner.delete(`${customer.path}/members/${person.id}`, { "if-match": "*" });
  expect((await person.get("/v1/customers")).body.items).toEqual([]);
});

test("is empty for strangers and closed to nobody", async () => {
  expect((await (await aPerson()).get("/v1/customers")).body).toEqual({ items: [] });
  expect((await nobody().get("/v1/customers")).status).toBe(401);
});
