import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newId, withToken } from "../../support/api.ts";
import { aCustomer, aKey, aMachine, anApiUser } from "../../support/given.ts";
import { invalidKey } from "../../support/keys.ts";
import { tableOf } from "../../support/table.ts";

const inAnHour = () => new Date(Date.now() + 60 * 60_000).toISOString();

test("a key is shown once, listed without its secret and revoked", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const apiUser = await anApiUser(customer);
  const expiresAt = inAnHour();
  const made = await owner.post(`${apiUser.path}/keys`, { expiresAt });
  const { key, ...rest } = made.body;
  expect([made.status, rest]).toEqual([
    201,
    {
      id: rest.id,
      apiUser: apiUser.id,
      expiresAt,
      createdAt: rest.createdAt,
      createdBy: owner.id,
    },
  ]);
  expect(key).toMatch(/^ush_[0-9A-Z]{52}_[0-9A-Z]{39}$/);
  const at = `${apiUser.path}/keys/${rest.id}`;
  expect((await owner.get(at)).body).toEqual(rest);
  expect((await owner.get(`${apiUser.path}/keys`)).body.items).toEqual([rest]);
  expect((await owner.delete(at)).status).toBe(204);
  expect((await owner.get(at)).status).toBe(404);
  expect((await owner.delete(at)).status).toBe(404);
  const { items } = (await owner.get(`${customer.path}/events?subject=${apiUser.id}`)).body;
  expect(items).toMatchObject([
    { type: "customer.api-user.key.revoked", before: { key: rest.id } },
    { type: "customer.api-user.key.created", after: { key: rest.id, expiresAt } },
    { type: "customer.api-user.created" },
  ]);
});

test("a secret is nowhere in the table", async () => {
  const customer = await aCustomer();
  const { key } = (await aMachine(customer)).key;
  const secret = key.split("_")[2]?.slice(0, 32) as string;
  const stored = JSON.stringify(await tableOf().all());
  expect(stored).toContain(customer.id);
  expect(stored).not.toContain(secret);
});

test("a repeated Idempotency-Key makes no second key, and shows none", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const { path } = await anApiUser(customer);
  const once = { "idempotency-key": newId("key") };
  const [first, again] = [
    await owner.post(`${path}/keys`, {}, once),
    await owner.post(`${path}/keys`, {}, once),
  ];
  const { key: _, ...rest } = first.body;
  expect([again.status, again.body]).toEqual([201, rest]);
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  const rotate = () => owner.post(`${path}/keys/${rest.id}/rotate`, { overlapMinutes: 5 }, once2);
  const once2 = { "idempotency-key": newId("key") };
  const [rotated, repeated] = [await rotate(), await rotate()];
  const { key: __, ...next } = rotated.body;
  expect([repeated.status, repeated.body]).toEqual([201, next]);
  expect((await owner.get(`${path}/keys`)).body.items).toHaveLength(2);
});

test("whatever is wrong with a key, everybody is told the same", async () => {
  const customer = await aCustomer();
  const machine = await aMachine(customer);
  const { key } = machine.key;
  const flipped = (at: number) =>
    key.slice(0, at) + (key[at] === "A" ? "B" : "A") + key.slice(at + 1);
  const wrong = ["ush_", "ush_x", `${key}A`, key.slice(0, -1), key.toLowerCase()];
  for (const at of [5, 40, 60, key.length - 1]) wrong.push(flipped(at));
  for (const text of wrong)
    expect(await withToken(text).get(customer.path)).toMatchObject(invalidKey);
  expect((await machine.key.caller.get(customer.path)).status).toBe(200);
});

test("from its end on a key is refused", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const machine = await anApiUser(customer);
  const key = await aKey(machine, owner, { expiresAt: inAnHour() });
  expect((await key.caller.get(customer.path)).status).toBe(200);
  const place = keys["api key"]({ apiUser: machine.id, key: key.id });
  await tableOf().change(place, { expiresAt: new Date().toISOString() });
  expect(await key.caller.get(customer.path)).toMatchObject(invalidKey);
  const rotated = await owner.post(`${key.path}/rotate`, { overlapMinutes: 5 });
  expect([rotated.status, rotated.body.code]).toEqual([409, "key_ended"]);
  const late = await owner.post(`${machine.path}/keys`, { expiresAt: "2020-01-01T00:00:00Z" });
  expect([late.status, late.body.errors]).toMatchObject([400, [{ pointer: "/expiresAt" }]]);
});

test("both keys of a rotation hold until the overlap is over", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const machine = await aMachine(customer);
  const rotated = await owner.post(`${machine.key.path}/rotate`, { overlapMinutes: 60 });
  expect(rotated.status).toBe(201);
  const next = withToken(rotated.body.key);
  expect((await next.get(customer.path)).status).toBe(200);
  expect((await machine.key.caller.get(customer.path)).status).toBe(200);
  const { body: old } = await owner.get(machine.key.path);
  expect(old.replacedBy).toBe(rotated.body.id);
  expect(Math.abs(Date.parse(old.expiresAt) - Date.now() - 60 * 60_000)).toBeLessThan(60_000);
  const again = await owner.post(`${machine.key.path}/rotate`, { overlapMinutes: 0 });
  expect([again.status, again.body.code]).toEqual([409, "key_ended"]);
  const at = `${machine.path}/keys/${rotated.body.id}`;
  const third = await owner.post(`${at}/rotate`, { overlapMinutes: 0 });
  expect(await machine.key.caller.get(customer.path)).toMatchObject(invalidKey);
  expect(await next.get(customer.path)).toMatchObject(invalidKey);
  expect((await withToken(third.body.key).get(customer.path)).status).toBe(200);
});

test("a new key ends with the old one unless another end is asked for", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const apiUser = await anApiUser(customer);
  const [expiresAt, later] = [inAnHour(), "2099-01-01T00:00:00.000Z"];
  const key = await aKey(apiUser, owner, { expiresAt });
  const first = await owner.post(`${key.path}/rotate`, { overlapMinutes: 600 });
  expect(first.body.expiresAt).toBe(expiresAt);
  expect((await owner.get(key.path)).body.expiresAt).toBe(expiresAt);
  const at = `${apiUser.path}/keys/${first.body.id}`;
  const second = await owner.post(`${at}/rotate`, { overlapMinutes: 0, expiresAt: later });
  expect(second.body.expiresAt).toBe(later);
});

test("a customer has ten keys at most, whosever they are, and the old one of a rotation does not count", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const [one, two] = [await anApiUser(customer), await anApiUser(customer)];
  const made = [];
  for (let i = 0; i < 10; i++) made.push(await aKey(i % 2 ? one : two, owner));
  const full = async () => {
    const { status, body } = await owner.post(`${one.path}/keys`, {});
    return [status, body.code];
  };
  expect(await full()).toEqual([409, "limit_reached"]);
  const rotated = await owner.post(`${made[0]?.path}/rotate`, { overlapMinutes: 60 });
  expect(rotated.status).toBe(201);
  expect(await full()).toEqual([409, "limit_reached"]);
  // The new key goes, the old one is still valid: the place stays taken.
  await owner.delete(`${two.path}/keys/${rotated.body.id}`);
  expect((await made[0]?.caller.get(customer.path))?.status).toBe(200);
  expect(await full()).toEqual([409, "limit_reached"]);
  await owner.delete(made[0]?.path as string);
  expect(await full()).toEqual([201, undefined]);
  await owner.delete(two.path, { "if-match": "*" });
  expect(await full()).toEqual([201, undefined]);
});

test("that a key is used is noted, once an hour", async () => {
  const customer = await aCustomer();
  const machine = await aMachine(customer);
  const used = async () => {
    await machine.key.caller.get(customer.path);
    return (await customer.owner.get(machine.key.path)).body.lastUsedAt;
  };
  const first = await used();
  expect(Math.abs(Date.parse(first) - Date.now())).toBeLessThan(60_000);
  expect(await used()).toBe(first);
  const place = keys["api key"]({ apiUser: machine.id, key: machine.key.id });
  await tableOf().change(place, { lastUsedAt: "2026-01-01T00:00:00.000Z" });
  expect((await used()) >= first).toBe(true);
});
