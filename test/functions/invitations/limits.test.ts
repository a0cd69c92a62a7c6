import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newAddress } from "../../support/api.ts";
import { aCustomer, anInvitation, aPerson } from "../../support/given.ts";
import { invite, planFor } from "../../support/invite.ts";
import { tableOf } from "../../support/table.ts";

const today = () => new Date().toISOString().slice(0, 10);
const tomorrow = 24 * 60 * 60;

test("sends five unanswered invitations a week to one address, from all customers together", async () => {
  const email = newAddress("wanted");
  const { path, owner } = await aCustomer();
  const { token, nobody } = await anInvitation({ path, owner }, { email });
  for (let i = 0; i < 4; i++) {
    const other = await aCustomer();
    expect((await invite(other.owner, other.path, { email })).status).toBe(201);
  }
  const sixth = await aCustomer();
  const refused = await invite(sixth.owner, sixth.path, { email });
  expect([refused.status, refused.body.code]).toEqual([429, "rate_limited"]);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await sixth.owner.get(`${sixth.path}/invitations`)).body.items).toEqual([]);
  await nobody.post("/v1/invitations/decline", { token });
  expect((await invite(sixth.owner, sixth.path, { email })).status).toBe(201);
});

test("forgets unanswered invitations after a week", async () => {
  const email = newAddress("patient");
  const weekAgo = new Date(Date.now() - 7 * 86_400_000).toISOString();
  const unanswered = Object.fromEntries("abcde".split("").map((id) => [`inv_${id}`, weekAgo]));
  const key = keys["address mails"]({ email });
  await tableOf().put({ ...key, kind: "address mails", email, unanswered, version: 5 });
  const { path, owner } = await aCustomer();
  expect((await invite(owner, path, { email })).status).toBe(201);
});

test("sends 1,000 invitations a day for one person", async () => {
  const { path, owner } = await aCustomer();
  const key = keys.rate({ caller: owner.id, what: "invitations", window: today() });
  await tableOf().put({ ...key, kind: "rate", n: 998 });
  const bulk = { invitations: [planFor(), planFor(), planFor()] };
  expect((await owner.post(`${path}/invitations/bulk`, bulk)).status).toBe(429);
  expect((await invite(owner, path)).status).toBe(201);
  expect((await invite(owner, path)).status).toBe(201);
  const { status, body, headers } = await invite(owner, path);
  expect([status, body.code]).toEqual([429, "rate_limited"]);
  expect(Number(headers.get("retry-after"))).toBeLessThanOrEqual(tomorrow);
});

test("sends 1,000 invitations a day from one customer", async () => {
  const { id, path, owner } = await aCustomer();
  await tableOf().change(keys.gate({ customer: id, gate: "0" }), { day: today(), mails: 999 });
  expect((await invite(owner, path)).status).toBe(201);
  const { status, body, headers } = await invite(owner, path);
  expect([status, body.code]).toEqual([429, "rate_limited"]);
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
});

test("starts counting anew each day", async () => {
  const { id, path, owner } = await aCustomer();
  const key = keys.gate({ customer: id, gate: "0" });
  await tableOf().change(key, { day: "2020-01-01", mails: 1000 });
  expect((await invite(owner, path)).status).toBe(201);
  expect(await tableOf().get(key)).toMatchObject({ day: today(), mails: 1 });
});

test("limits persons, not their number of customers", async () => {
  const [one, other] = [await aCustomer(), await aPerson()];
  const key = keys.rate({ caller: one.owner.id, what: "invitations", window: today() });
  await tableOf().put({ ...key, kind: "rate", n: 1000 });
  expect((await invite(one.owner, one.path)).status).toBe(429);
  await one.owner.put(`${one.path}/members/${other.id}/roles/admin`);
  expect((await invite(other, one.path)).status).toBe(201);
});
