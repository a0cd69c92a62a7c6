import { expect, test } from "vitest";
import { nobody } from "../../support/api.ts";
import { aCustomerBelow, aCustomerGroup } from "../../support/below.ts";
import { aCustomer, aGroup, aMember, aPerson } from "../../support/given.ts";

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

test("lists those in groups of customers on which one has roles, page by page", async () => {
  const top = await aCustomer();
  const { child, spare, holder, path } = await aCustomerGroup(top);
  const low = await aCustomerBelow(child, top.owner);
  const listed = async (by = holder) => idsOf((await by.get("/v1/customers")).body.items);
  expect(await listed()).toEqual([child.id]);
  await top.owner.put(`${path}/customers/${spare.id}`);
  const own = await aCustomer();
  await own.owner.put(`${own.path}/members/${holder.id}/roles/employee`);
  const found: string[] = [];
  for (let cursor = ""; ; ) {
    const { items, nextCursor } = (await holder.get(`/v1/customers?limit=1${cursor}`)).body;
    expect(items.length).toBeLessThanOrEqual(1);
    found.push(...idsOf(items));
    if (!nextCursor) break;
    cursor = `&cursor=${nextCursor}`;
  }
  expect(found).toEqual([child.id, spare.id, own.id].sort());
  const person = await aPerson();
  const group = await aGroup(top, [], [person]);
  const all = `${top.path}/customer-groups/all/members`;
  expect((await top.owner.put(`${all}/${group.id}/roles/employee`)).status).toBe(200);
  expect(await listed(person)).toEqual([child.id, spare.id].sort());
  expect(idsOf((await person.get(`${child.path}/sub-customers`)).body.items)).toEqual([low.id]);
  await top.owner.delete(path, { "if-match": "*" });
  expect(await listed()).toEqual([own.id]);
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
