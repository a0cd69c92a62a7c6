import { expect, test } from "vitest";
import { aCustomerBelow } from "../../support/below.ts";
import { aCustomer, aMember, anAdmin, aPerson, theAdmin } from "../../support/given.ts";
import { aThing, everyKind, newThing, someKind } from "../../support/things.ts";

const match = (version: number) => ({ "if-match": `"${version}"` });

test.each(everyKind)("makes, shows, changes and deletes %s", async (kind) => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const body = await newThing(kind, customer, { name: "  Boiler ", type: "heating", label: "B1" });
  const made = await owner.post(`${path}/${kind}`, body);
  expect(made.status).toBe(201);
  const shared = { customer: customer.id, name: "Boiler", type: "heating", label: "B1" };
  expect(made.body).toMatchObject({ ...shared, groups: [], version: 1, createdBy: owner.id });
  const thing = `${path}/${kind}/${made.body.id}`;
  expect((await owner.get(thing)).body).toMatchObject(shared);
  const changed = await owner.patch(thing, { name: "Pump", label: null }, match(1));
  expect([changed.status, changed.body.name, changed.body.label]).toEqual([200, "Pump", undefined]);
  expect((await owner.patch(thing, { name: "Late" }, match(1))).status).toBe(412);
  expect((await owner.delete(thing, match(1))).status).toBe(412);
  expect((await owner.delete(thing, match(2))).status).toBe(204);
  expect((await owner.get(thing)).status).toBe(404);
  const { items } = (await owner.get(`${path}/events`)).body;
  const types = items.map(({ type }: { type: string }) => type).slice(0, 3);
  expect(types).toEqual(["deleted", "updated", "created"].map((what) => `customer.thing.${what}`));
});

test("is one of the four kinds, and of its own kind only", async () => {
  const customer = await aCustomer();
  const device = await aThing(customer);
  expect((await customer.owner.get(`${customer.path}/assets/${device.id}`)).status).toBe(404);
  for (const word of ["gadgets", "Devices", "toString", "things-x"])
    for (const rest of ["", `/${device.id}`, "/groups"])
      expect((await customer.owner.get(`${customer.path}/${word}${rest}`)).status).toBe(404);
  const other = await customer.owner.call("PATCH", `${customer.path}/members/${device.id}`);
  expect([other.status, other.headers.get("allow")]).toEqual([405, "DELETE, GET"]);
});

test("belongs to exactly one owner: to others it is not there", async () => {
  const kind = someKind("owner");
  const [mine, theirs] = [await aCustomer(), await aCustomer()];
  const thing = await aThing(mine, kind);
  const elsewhere = `${theirs.path}/${kind}/${thing.id}`;
  expect((await theirs.owner.get(elsewhere)).status).toBe(404);
  expect((await theirs.owner.patch(elsewhere, { name: "x" }, match(1))).status).toBe(404);
  expect((await theirs.owner.delete(elsewhere, match(1))).status).toBe(404);
  expect((await (await theAdmin()).get(`/v1/platform/${kind}/${thing.id}`)).status).toBe(404);
});

test("the platform has things of its own", async () => {
  const admin = await theAdmin();
  const kind = someKind("platform");
  const thing = await aThing({ path: "/v1/platform", owner: admin }, kind);
  const read = await admin.get(thing.path);
  expect(read.body).toMatchObject({ id: thing.id, name: "Thing", createdBy: admin.id });
  expect(read.body.customer).toBeUndefined();
  const { body } = await admin.get(`/v1/platform/things`);
  expect(body[kind].count).toBeGreaterThan(0);
  expect((await admin.patch(thing.path, { label: "x" }, match(1))).status).toBe(200);
  expect((await admin.delete(thing.path, match(2))).status).toBe(204);
});

test("employees look, owners and admins change, and whoever manages things of the platform does both", async () => {
  const customer = await aCustomer();
  const kind = someKind("rights");
  const thing = await aThing(customer, kind);
  const employee = await aMember(customer, ["employee"]);
  const seen = await employee.get(thing.path);
  expect([seen.status, seen.body.createdBy]).toEqual([200, undefined]);
  expect((await employee.patch(thing.path, { name: "x" }, match(1))).status).toBe(403);
  expect((await employee.post(`${customer.path}/${kind}`, { name: "x" })).status).toBe(403);
  const manager = await anAdmin(["organization-admin"]);
  expect((await manager.patch(thing.path, { name: "x" }, match(1))).status).toBe(200);
  expect((await (await aPerson()).get(thing.path)).status).toBe(404);
});

test("a repeated Idempotency-Key makes one thing", async () => {
  const { owner, path } = await aCustomer();
  const kind = someKind("idempotency");
  const post = () => owner.post(`${path}/${kind}`, { name: "Once" }, { "idempotency-key": "a" });
  const [one, other] = await Promise.all([post(), post()]);
  expect([one.status, other.status, one.body.id]).toEqual([201, 201, other.body.id]);
  expect((await owner.get(`${path}/${kind}`)).body.items).toHaveLength(1);
  expect((await owner.get(`${path}/things`)).body[kind].count).toBe(1);
});

test("of two changes at once one is refused", async () => {
  const customer = await aCustomer();
  const thing = await aThing(customer);
  const names = ["a", "b", "c", "d"];
  const answers = await Promise.all(
    names.map((name) => customer.owner.patch(thing.path, { name }, match(1))),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
});

test("whoever may change nothing at a disabled customer may still delete", async () => {
  const customer = await aCustomer();
  const thing = await aThing(customer);
  await (await theAdmin()).post(`${customer.path}/disable`, { reason: "x" });
  const changed = await customer.owner.patch(thing.path, { name: "x" }, match(1));
  expect([changed.status, changed.body.code]).toEqual([409, "customer_disabled"]);
  expect((await customer.owner.post(`${customer.path}/devices`, { name: "x" })).status).toBe(409);
  expect((await customer.owner.delete(thing.path, match(1))).status).toBe(204);
});

test("nor does whoever runs the platform change anything of a customer that is disabled, or below one that is", async () => {
  const above = await aCustomer();
  const [below, admin] = [await aCustomerBelow(above, above.owner), await theAdmin()];
  const thing = await aThing(below);
  await admin.post(`${above.path}/disable`, { reason: "x" });
  const answers = [
    await admin.patch(thing.path, { name: "x" }, match(1)),
    await admin.post(`${below.path}/devices`, { name: "x" }),
    await admin.post(`${below.path}/devices/groups`, { name: "x" }),
    await admin.put(`${below.path}/devices/quota`, { quota: 5 }),
  ];
  expect(answers.map(({ body }) => body.code)).toEqual(Array(4).fill("customer_disabled"));
  expect((await admin.delete(thing.path, match(1))).status).toBe(204);
});
