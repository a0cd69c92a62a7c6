import { afterAll, beforeAll, expect, test } from "vitest";

import { newAddress, nobody } from "./support/api.ts";
import { aCustomer, aMember } from "./support/given.ts";
import { borrowHost } from "./support/host.ts";
import { until } from "./support/inbox.ts";
import { disable } from "./support/invite.ts";
import { tableOf } from "./support/table.ts";

type TokenOptions = NonNullable<Parameters<typeof host.token>[1]>;
let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

/** Asks who one is, with a token that says these things. */
const meWith = async (address: string, options: TokenOptions = {}) =>
  me(await host.token(address, options));

const me = (token: string) =>
  nobody(host).call("GET", "/v1/me", { headers: { authorization: `Bearer ${token}` } });

const inAMoment = () => Math.floor(Date.now() / 1000) + 60;
const ofPeople = ["user", "user event", "address", "identity"];
/** What is stored of people; mails and lists go on by themselves. */
const items = async () =>
  (await tableOf(host).all())
    .filter(({ kind }) => ofPeople.includes(String(kind)))
    .map(({ pk, sk }) => `${pk} ${sk}`)
    .sort();
const noAddress = { email: undefined, email_verified: undefined };

test("makes a user of an identity that is seen for the first time", async () => {
  const email = newAddress("Ada");
  const names = { given_name: "Ada", family_name: "Lovelace" };
  const { status, body } = await meWith(email, { claims: names });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    email: email.toLowerCase(),
    firstName: "Ada",
    lastName: "Lovelace",
    status: "active",
  });
  expect((await meWith(email)).body.id).toBe(body.id);
});

test.each<[string, TokenOptions]>([
  ["is not verified", { claims: { email_verified: false } }],
  ["is called verified in another way", { claims: { email_verified: "yes" } }],
  ["is none", { claims: { email: "nobody at all" } }],
  [
    "is not verified at userinfo either",
    { claims: noAddress, userinfo: { email_verified: false } },
  ],
  ["is somebody else's at userinfo", { claims: noAddress, userinfo: { sub: "somebody else" } }],
])("refuses an identity whose address %s, and creates nothing", async (_, options) => {
  const before = await items();
  const { status, body } = await meWith(newAddress(), options);
  expect([status, body.code]).toEqual([403, "email_unverified"]);
  expect(await items()).toEqual(before);
});

test("says which scopes a token lacks whose issuer tells of no address", async () => {
  const options = { claims: noAddress, userinfo: { email: undefined } };
  const { status, body } = await meWith(newAddress(), options);
  expect([status, body.code]).toEqual([403, "email_unverified"]);
  expect(body.detail).toContain("scopes openid and email");
});

test("asks the issuer for the address that a token does not tell", async () => {
  const email = newAddress();
  const { status, body } = await meWith(email, { claims: noAddress });
  expect([status, body.email]).toEqual([200, email]);
});

test("refuses a second identity of one address, and changes nothing", async () => {
  const email = newAddress();
  await meWith(email);
  const before = await items();
  const { status, body } = await meWith(email, { claims: { sub: "another sign-in" } });
  expect([status, body.code]).toEqual([409, "email_claimed"]);
  expect(await items()).toEqual(before);
});

test("makes one user of an identity however many of its requests come first", async () => {
  const email = newAddress();
  const answers = await Promise.all(Array.from({ length: 8 }, () => meWith(email)));
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
});

test("follows a verified address that has changed, and shows it in the lists", async () => {
  const customer = await aCustomer(host);
  const member = await aMember(customer, ["employee"], host);
  const moved = newAddress("moved");
  const earlier = await host.token(member.email);
  const { body } = await meWith(member.email, { claims: { email: moved, iat: inAMoment() } });
  expect(body).toMatchObject({ id: member.id, email: moved });
  const { body: asBefore } = await me(earlier);
  expect(asBefore, "a token issued before the change").toMatchObject({ email: moved });
  const shown = async () =>
    (await customer.owner.get(`${customer.path}/members/${member.id}`)).body.principal.email;
  await until(async () => (await shown()) === moved, "the new address in the list");
  const { body: newcomer } = await meWith(member.email, { claims: { sub: "a newcomer" } });
  expect(newcomer.id).not.toBe(member.id);
});

test("asks the issuer anew at each sign-in whose token tells no address, and once only", async () => {
  const [email, moved, later] = [newAddress(), newAddress("moved"), newAddress("later")];
  const { body } = await meWith(email, { claims: noAddress });
  const signIn = { ...noAddress, iat: inAMoment() };
  const unverified = { email: moved, email_verified: false };
  const seen = await meWith(email, { claims: signIn, userinfo: unverified });
  expect(seen.body, "not verified").toMatchObject({ id: body.id, email });
  const next = { ...signIn, iat: signIn.iat + 1 };
  const token = await host.token(email, { claims: next, userinfo: { email: moved } });
  expect((await me(token)).body).toMatchObject({ id: body.id, email: moved });
  await host.token(email, { userinfo: { email: later } });
  expect((await me(token)).body.email, "asked already").toBe(moved);
});

test.each<[string, object, boolean]>([
  ["somebody else has", { email_verified: true }, true],
  ["is not verified", { email_verified: false }, false],
])("keeps the address when the new one %s", async (_, claims, isTaken) => {
  const [email, other] = [newAddress(), newAddress()];
  await meWith(email);
  if (isTaken) await meWith(other);
  const before = await items();
  const { status, body } = await meWith(email, {
    claims: { ...claims, email: other, iat: inAMoment() },
  });
  expect([status, body.email]).toEqual([200, email]);
  expect(await items()).toEqual(before);
});

test("takes no names from the issuer that are none", async () => {
  const names = { given_name: "A\r\nBcc: x@example.org", family_name: "https://example.org" };
  const { body } = await meWith(newAddress(), { claims: names });
  expect([body.firstName, body.lastName]).toEqual(["", ""]);
});

test("refuses everything to a person whose account is disabled, from the next request on", async () => {
  const customer = await aCustomer(host);
  await disable(customer.owner.id, host);
  for (const path of ["/v1/me", "/v1/customers", customer.path]) {
    const { status, body } = await customer.owner.get(path);
    expect([status, body.code]).toEqual([403, "user_disabled"]);
  }
});
