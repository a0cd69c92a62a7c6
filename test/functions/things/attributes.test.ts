import { expect, test } from "vitest";
import { aCustomer } from "../../support/given.ts";
import { aThing, someKind } from "../../support/things.ts";

const nested = (levels: number): object => (levels > 1 ? { a: nested(levels - 1) } : { end: 1 });

test("keeps any JSON as it is", async () => {
  const attributes = {
    big: 1e300,
    small: 5e-324,
    precise: 0.1234567890123456,
    none: null,
    no: false,
    text: "",
    list: [],
    nothing: {},
    mixed: [1, "a", { b: [null] }],
    "a.b/c~d#": "€😀",
    constructor: "x",
    toString: { pk: "T#x" },
  };
  const customer = await aCustomer();
  const kind = someKind("json");
  const thing = await aThing(customer, kind, { attributes });
  expect((await customer.owner.get(thing.path)).body.attributes).toEqual(attributes);
  const [listed] = (await customer.owner.get(`${customer.path}/${kind}`)).body.items;
  expect(listed.attributes).toEqual(attributes);
});

test("a patch takes any JSON, and the log has it as text", async () => {
  const customer = await aCustomer();
  const before = { big: 1e300, constructor: "x" };
  const thing = await aThing(customer, someKind("log"), { attributes: before });
  const patch = { mass: 5.97e24, low: -1e300, small: 5e-324, big: null, toString: { pk: "x" } };
  const changed = await customer.owner.patch(
    thing.path,
    { attributes: patch },
    { "if-match": "*" },
  );
  const { big: _, ...after } = { ...before, ...patch };
  expect([changed.status, changed.body.attributes]).toEqual([200, after]);
  const [event] = (await customer.owner.get(`${customer.path}/events?subject=${thing.id}`)).body
    .items;
  expect(event.type).toBe("customer.thing.updated");
  expect(JSON.parse(event.before.attributes)).toEqual(before);
  expect(JSON.parse(event.after.attributes)).toEqual(after);
});

test("the log names long ones, and does not copy them", async () => {
  const customer = await aCustomer();
  const thing = await aThing(customer, someKind("long"), { attributes: { a: 1 } });
  const patch = { attributes: { b: "x".repeat(300) } };
  await customer.owner.patch(thing.path, patch, { "if-match": "*" });
  const { items } = (await customer.owner.get(`${customer.path}/events?subject=${thing.id}`)).body;
  const [before, after] = [{ attributes: '{"a":1}' }, { attributes: "(long)" }];
  expect(items[0]).toMatchObject({ before, after });
});

test("a patch merges into them, and null takes one away", async () => {
  const customer = await aCustomer();
  const thing = await aThing(customer, someKind("patch"), {
    attributes: { a: { b: 1, c: 2 }, d: 3 },
  });
  const patch = { attributes: { a: { b: null, e: 4 }, d: null } };
  const changed = await customer.owner.patch(thing.path, patch, { "if-match": '"1"' });
  expect(changed.body.attributes).toEqual({ a: { c: 2, e: 4 } });
  const cleared = { attributes: null };
  const none = await customer.owner.patch(thing.path, cleared, { "if-match": '"2"' });
  expect(none.body.attributes).toBeUndefined();
});

test.each([
  ["nested too deeply", nested(9), "/attributes/a/a/a/a/a/a/a/a"],
  ["too large", { text: "x".repeat(8200) }, "/attributes"],
  ["too large in bytes", { text: "€".repeat(2800) }, "/attributes"],
  ["named too long", { inner: { ["x".repeat(256)]: 1 } }, "/attributes/inner"],
  ["named by nothing", { "": 1 }, "/attributes"],
  ["no object", [1], "/attributes"],
])("refuses attributes that are %s, and says where", async (_, attributes, pointer) => {
  const { owner, path } = await aCustomer();
  const body = { name: "x", attributes };
  const { status, body: problem } = await owner.post(`${path}/devices`, body);
  expect([status, problem.code, problem.errors[0].pointer]).toEqual([400, "invalid", pointer]);
  const { body: bulk } = await owner.post(`${path}/devices/bulk`, { items: [body] });
  expect(bulk.results[0].errors[0].pointer).toBe(pointer);
});

test("refuses numbers that are too large to be kept, and says where", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const wrong = async (method: string, to: string, attributes: string) => {
    const body = `{${method === "POST" ? '"name": "x", ' : ""}"attributes": ${attributes}}`;
    const answer = await owner.call(method, to, { body, headers: { "if-match": "*" } });
    return [answer.status, answer.body.errors?.[0].pointer];
  };
  const device = await aThing(customer);
  expect(await wrong("POST", `${path}/devices`, '{"a": [1, 1e400]}')).toEqual([
    400,
    "/attributes/a/1",
  ]);
  expect(await wrong("PATCH", device.path, '{"b": -1e400}')).toEqual([400, "/attributes/b"]);
});

test("refuses a patch after which they are too large", async () => {
  const customer = await aCustomer();
  const thing = await aThing(customer, "assets", { attributes: { a: "x".repeat(5000) } });
  const patch = { attributes: { b: "x".repeat(5000) } };
  const { status, body } = await customer.owner.patch(thing.path, patch, { "if-match": "*" });
  expect([status, body.errors[0].pointer]).toEqual([400, "/attributes"]);
});

test("the largest thing fits", async () => {
  const customer = await aCustomer();
  const wide = "長".repeat(255);
  const attributes = { a: "€".repeat(2700) };
  const more = { name: wide, type: wide, label: wide, description: "長".repeat(1000), attributes };
  const thing = await aThing(customer, "devices", more);
  expect((await customer.owner.get(thing.path)).body).toMatchObject(more);
});
