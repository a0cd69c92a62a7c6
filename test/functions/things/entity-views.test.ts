import { expect, test } from "vitest";
import { aCustomer, aMember, theAdmin } from "../../support/given.ts";
import { aThing } from "../../support/things.ts";

const attributes = { volts: 12, amps: 3, secret: "x" };

test("shows the named attributes of a device as they are now", async () => {
  const customer = await aCustomer();
  const device = await aThing(customer, "devices", { attributes });
  const sight = { thing: device.id, shows: ["volts", "amps", "ohms"] };
  const view = await aThing(customer, "entity-views", sight);
  const read = async () => (await customer.owner.get(view.path)).body.attributes;
  expect(await read()).toEqual({ volts: 12, amps: 3 });
  await customer.owner.patch(device.path, { attributes: { volts: 13 } }, { "if-match": "*" });
  expect(await read()).toEqual({ volts: 13, amps: 3 });
  const narrowed = { shows: ["amps"] };
  const changed = await customer.owner.patch(view.path, narrowed, { "if-match": '"1"' });
  expect(changed.body.attributes).toEqual({ amps: 3 });
  await customer.owner.delete(device.path, { "if-match": "*" });
  expect(await read()).toEqual({});
});

test.each([
  ["before its time", { from: "2100-01-01T00:00:00Z" }, {}],
  ["after its time", { until: "2020-01-01T00:00:00Z" }, {}],
  ["within it", { from: "2020-01-01T00:00:00Z", until: "2100-01-01T00:00:00Z" }, { amps: 3 }],
])("shows what it shows %s", async (_, time, shown) => {
  const customer = await aCustomer();
  const device = await aThing(customer, "assets", { attributes });
  const sight = { thing: device.id, shows: ["amps"], ...time };
  const view = await aThing(customer, "entity-views", sight);
  expect((await customer.owner.get(view.path)).body.attributes).toEqual(shown);
});

test("has a time that ends after it begins", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const device = await aThing(customer);
  const sight = { name: "V", thing: device.id, shows: ["a"] };
  const [from, until] = ["2026-02-01T00:00:00Z", "2026-01-01T00:00:00Z"];
  const turned = { ...sight, from, until };
  const made = await owner.post(`${path}/entity-views`, turned);
  expect([made.status, made.body.errors?.[0].pointer]).toEqual([400, "/until"]);
  const items = [turned, { ...sight, from, until: from }, { ...sight, until: from }];
  const { results } = (await owner.post(`${path}/entity-views/bulk`, { items })).body;
  expect(results).toMatchObject([
    { status: "refused", errors: [{ pointer: "/until" }] },
    { status: "refused", errors: [{ pointer: "/until" }] },
    { status: "created" },
  ]);
  const view = `${path}/entity-views/${results[2].id}`;
  const change = (body: object) => owner.patch(view, body, { "if-match": "*" });
  const refused = await change({ from });
  expect([refused.status, refused.body.errors?.[0].pointer]).toEqual([400, "/until"]);
  expect((await change({ from: until })).status).toBe(200);
  expect((await change({ until: null, from })).status).toBe(200);
});

test("shows nothing that its maker or its reader may not see", async () => {
  const [mine, theirs] = [await aCustomer(), await aCustomer()];
  const foreign = await aThing(theirs, "devices", { attributes });
  const sight = { name: "V", thing: foreign.id, shows: ["amps"] };
  const post = () => mine.owner.post(`${mine.path}/entity-views`, sight);
  const refused = await post();
  expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, "/thing"]);
  const { body } = await mine.owner.post(`${mine.path}/entity-views/bulk`, { items: [sight] });
  expect(body.results[0].errors[0].pointer).toBe("/thing");
  const own = await aThing(mine, "devices");
  const view = await aThing(mine, "entity-views", { thing: own.id, shows: ["a"] });
  const patched = await mine.owner.patch(view.path, { thing: foreign.id }, { "if-match": "*" });
  expect(patched.status).toBe(400);
  await theirs.owner.put(`${theirs.path}/members/${mine.owner.id}/roles/employee`);
  const made = await post();
  const path = `${mine.path}/entity-views/${made.body.id}`;
  expect((await mine.owner.get(path)).body.attributes).toEqual({ amps: 3 });
  const employee = await aMember(mine, ["employee"]);
  expect((await employee.get(path)).body.attributes).toEqual({});
  expect((await (await theAdmin()).get(path)).body.attributes).toEqual({ amps: 3 });
});

test("of things of many owners, shows in one request those alone that its maker may see", async () => {
  const mine = await aCustomer();
  const others = await Promise.all([aCustomer(), aCustomer(), aCustomer()]);
  const ofPlatform = { path: "/v1/platform", owner: await theAdmin() };
  const [hidden, seen, also] = others;
  for (const { owner, path } of [seen, also])
    await owner.put(`${path}/members/${mine.owner.id}/roles/employee`);
  const things = await Promise.all([hidden, ofPlatform, seen, mine, also].map((at) => aThing(at)));
  const items = things.map(({ id }) => ({ name: "V", thing: id, shows: ["volts"] }));
  const { body } = await mine.owner.post(`${mine.path}/entity-views/bulk`, { items });
  const made = body.results.map(({ status }: { status: string }) => status);
  expect(made).toEqual(["refused", "refused", "created", "created", "created"]);
});

test("shows devices and assets, and has no attributes of its own", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const view = await aThing(customer, "entity-views");
  const device = await aThing(customer, "devices");
  const wrong = async (body: object) => {
    const answer = await owner.post(`${path}/entity-views`, { name: "V", ...body });
    return [answer.status, answer.body.errors[0].pointer];
  };
  const shows = ["a"];
  expect(await wrong({ thing: view.id, shows })).toEqual([400, "/thing"]);
  expect(await wrong({ thing: device.id })).toEqual([400, "/shows"]);
  expect(await wrong({ thing: device.id, shows: [] })).toEqual([400, "/shows"]);
  expect(await wrong({ thing: device.id, shows, attributes: {} })).toEqual([400, "/attributes"]);
});

test("shows an attribute by its very name, as long as one can see what that is", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const named = { " volts ": 1, "e\u0301": 2, "a://b": 3 };
  const device = await aThing(customer, "devices", { attributes: named });
  const shows = Object.keys(named);
  const view = await aThing(customer, "entity-views", { thing: device.id, shows });
  expect((await owner.get(view.path)).body).toMatchObject({ shows, attributes: named });
  for (const name of ["a\u0000b", "a\u202eb", "a\ud800b", "", "x".repeat(256)]) {
    const wrong = { shows: ["volts", name] };
    const body = { name: "V", thing: device.id, ...wrong };
    const made = await owner.post(`${path}/entity-views`, body);
    const changed = await owner.patch(view.path, wrong, { "if-match": "*" });
    for (const { status, body } of [made, changed])
      expect([status, body.errors?.[0].pointer]).toEqual([400, "/shows/1"]);
  }
});
