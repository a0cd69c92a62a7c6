import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newId, nobody } from "../../support/api.ts";
import { aCustomer, aPerson } from "../../support/given.ts";
import { moveTo } from "../../support/moves.ts";
import { tableOf } from "../../support/table.ts";

test("makes the caller owner of the new customer", async () => {
  const person = await aPerson();
  const id = newId();
  const profile = {
    displayName: "Acme Ltd",
    email: "Office@Example.org",
    phone: "+49 30 1234567",
    address: { line1: "Main Street 1", city: "Berlin", country: "Germany" },
    description: "Makes things.\nWell.",
    tags: { cost: ["42", "43"] },
  };
  const created = await person.post("/v1/customers", { id, ...profile });
  expect([created.status, created.headers.get("etag")]).toEqual([201, '"1"']);
  const { body } = await person.get(`/v1/customers/${id}`);
  expect(body).toEqual(created.body);
  expect(body).toMatchObject({
    id,
    ...profile,
    email: "office@example.org",
    status: "active",
    version: 1,
    createdBy: person.id,
    contacts: [{ id: person.id, email: person.email }],
  });
  const members = (await person.get(`/v1/customers/${id}/members`)).body.items;
  expect(members).toMatchObject([{ id: person.id, roles: [{ role: "owner" }] }]);
  const events = (await person.get(`/v1/customers/${id}/events`)).body.items;
  expect(events).toMatchObject([
    {
      type: "customer.created",
      subject: id,
      after: { displayName: "Acme Ltd", owners: [person.id] },
    },
  ]);
});

test("keeps tags of any name, and changes them", async () => {
  const person = await aPerson();
  const made = { id: newId(), displayName: "A", tags: { constructor: ["a"], toString: ["b"] } };
  const created = await person.post("/v1/customers", made);
  expect([created.status, created.body.tags]).toEqual([201, made.tags]);
  const path = `/v1/customers/${made.id}`;
  const change = { tags: { constructor: ["c"], toString: null } };
  const changed = await person.patch(path, change, { "if-match": "*" });
  expect([changed.status, changed.body.tags]).toEqual([200, { constructor: ["c"] }]);
  expect((await person.get(path)).body.tags).toEqual({ constructor: ["c"] });
  const [event] = (await person.get(`${path}/events`)).body.items;
  expect([event.before.tags, event.after.tags]).toEqual([made.tags, { constructor: ["c"] }]);
});

test("refuses an identifier that is taken, whoever took it", async () => {
  const { id } = await aCustomer();
  const { status, body } = await (await aPerson()).post("/v1/customers", { id, displayName: "B" });
  expect([status, body.code, body.errors]).toMatchObject([
    409,
    "identifier_taken",
    [{ pointer: "/id" }],
  ]);
});

test.each([
  "a",
  "a".repeat(33),
  "Acme",
  "acme_ltd",
  "acme--ltd",
  "-acme",
  "acme-",
  "äcme",
  "me",
  "api",
  "www",
  " acme",
])("refuses the identifier %s", async (id) => {
  const { status, body } = await (await aPerson()).post("/v1/customers", { id, displayName: "A" });
  expect([status, body.errors[0].pointer]).toEqual([400, "/id"]);
});

test.each([
  ["is missing", { displayName: undefined }],
  ["must be text", { displayName: 42 }],
  ["must not be empty", { displayName: "" }],
  ["must have at most 255 characters", { displayName: "x".repeat(256) }],
  ["must have at least 2 characters", { parentId: "a" }],
  ["must be an object", { address: "Berlin" }],
  ["must be a list", { tags: { cost: "42" } }],
  ["must have at most 10 items", { groups: Array(11).fill(`cgr_${"0".repeat(26)}`) }],
  ["must be an id that begins with cgr_", { groups: ["friends"] }],
])("says in plain words that a field %s", async (message, profile) => {
  const asked = { id: newId(), displayName: "A", ...profile };
  const { body } = await (await aPerson()).post("/v1/customers", asked);
  expect([body.code, body.errors[0].message]).toEqual(["invalid", message]);
});

test("has a title for what its detail names, of several things that are wrong", async () => {
  const asked = { id: newId(), displayName: "", email: "no address" };
  const { body } = await (await aPerson()).post("/v1/customers", asked);
  expect([body.code, body.detail]).toEqual(["invalid", "/displayName must not be empty."]);
  const { body: other } = await (await aPerson()).post("/v1/customers", {
    ...asked,
    displayName: "A",
  });
  expect(other).toMatchObject({ code: "address_not_deliverable", errors: [{ pointer: "/email" }] });
});

test.each([
  ["/displayName", { displayName: "" }],
  ["/displayName", { displayName: "see https://example.org" }],
  ["/displayName", { displayName: "a\u0000b" }],
  ["/displayName", { displayName: "x".repeat(256) }],
  ["/email", { email: "no address" }],
  ["/address/planet", { address: { planet: "Earth" } }],
  ["/tags/cost", { tags: { cost: "42" } }],
  ["/status", { status: "disabled" }],
  ["/parentId", { parentId: "Acme" }],
  ["/owner", { owner: "usr_01J00000000000000000000000" }],
])("refuses a wrong %s", async (pointer, wrong) => {
  const id = newId();
  const person = await aPerson();
  const { status, body } = await person.post("/v1/customers", { id, displayName: "A", ...wrong });
  expect([status, body.errors[0].pointer]).toEqual([400, pointer]);
  expect((await person.get(`/v1/customers/${id}`)).status).toBe(404);
});

test("makes one customer of a request that is repeated with its key", async () => {
  const person = await aPerson();
  const body = { id: newId(), displayName: "Once" };
  const key = { "idempotency-key": "only-once" };
  const first = await person.post("/v1/customers", body, key);
  const again = await person.post("/v1/customers", body, key);
  expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([201, "true"]);
  expect(again.body).toEqual(first.body);
  const other = await person.post("/v1/customers", { ...body, id: newId() }, key);
  expect([other.status, other.body.code]).toEqual([422, "idempotency_key_reused"]);
  const stranger = await (await aPerson()).post("/v1/customers", body, key);
  expect(stranger.status).toBe(409);
});

test("lets one person create fifty customers at the top and no more, nor move them there", async () => {
  const { id, owner } = await aCustomer();
  const counter = keys.rate({ caller: owner.id, what: "customers", window: "ever" });
  await tableOf().change(counter, { n: 49 });
  const create = () => owner.post("/v1/customers", { id: newId(), displayName: "A" });
  expect((await create()).status).toBe(201);
  const { status, body } = await create();
  expect([status, body.code]).toEqual([409, "limit_reached"]);
  const inner = { id: newId(), displayName: "Inner", parentId: id, owner: owner.id };
  expect((await owner.post("/v1/customers", inner)).status, "below another").toBe(201);
  const moved = await moveTo({ path: `/v1/customers/${inner.id}` }, null, owner);
  expect([moved.status, moved.body.code], "to the top").toEqual([409, "limit_reached"]);
});

test("is closed to nobody", async () => {
  const { status } = await nobody().post("/v1/customers", { id: newId(), displayName: "A" });
  expect(status).toBe(401);
});
