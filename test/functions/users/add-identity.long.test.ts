import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newAddress, newId, nobody } from "../../support/api.ts";
import {
  aCustomer,
  aMember,
  anAdmin,
  aPerson,
  aPlatformMachine,
  theAdmin,
} from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { mailTo, until } from "../../support/inbox.ts";
import { disable } from "../../support/invite.ts";
import { codeOf } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

const at = (id: string) => `/v1/platform/users/${id}/identities`;
const newIdentity = () => ({ issuer: host.issuer, subject: newId("sub") });

/** Asks who one is, signed in as this subject with this address. */
async function meAs(email: string, sub: string, more: Record<string, unknown> = {}) {
  const token = await host.token(email, { claims: { sub, ...more } });
  const headers = { authorization: `Bearer ${token}` };
  return nobody(host).call("GET", "/v1/me", { headers });
}

test("lets a person in by a second sign-in, which had been refused", async () => {
  const [admin, person] = [await theAdmin(host), await aPerson(newAddress("linked"), host)];
  const { issuer, subject } = newIdentity();
  expect(codeOf(await meAs(person.email, subject))).toEqual([409, "email_claimed"]);
  const { status, body } = await admin.post(at(person.id), { issuer, subject });
  expect([status, body.identities]).toMatchObject([200, [{ issuer }, { issuer, subject }]]);
  expect((await meAs(person.email, subject)).body.id).toBe(person.id);
  const { id, version } = (await person.get("/v1/me")).body;
  expect(id).toBe(person.id);
  const again = await admin.post(at(person.id), { issuer, subject });
  expect([again.status, again.body.version]).toEqual([200, version]);
  const stored = await tableOf(host).partition(keys.user({ user: person.id }).pk);
  const events = stored.filter(({ type }) => type === "user.identity.added");
  expect(events).toMatchObject([{ actor: { id: admin.id }, after: { issuer } }]);
  expect(JSON.stringify(events)).not.toContain(subject);
});

test("a linked sign-in of another address moves the account only when its issuer changes that", async () => {
  const [admin, person] = [await theAdmin(host), await aPerson(newAddress("linked"), host)];
  const { issuer, subject } = newIdentity();
  await admin.post(at(person.id), { issuer, subject });
  const [other, changed] = [newAddress("elsewhere"), newAddress("changed")];
  const second = (n: number) => Math.floor(Date.now() / 1000) + 5 + n;
  const emailAs = async (address: string, sub: string | undefined, n: number) => {
    const claims = { ...(sub && { sub }), iat: second(n), email: address };
    const token = await host.token(person.email, { claims });
    const headers = { authorization: `Bearer ${token}` };
    return (await nobody(host).call("GET", "/v1/me", { headers })).body;
  };
  expect(await emailAs(other, subject, 1)).toMatchObject({ id: person.id, email: person.email });
  expect((await emailAs(person.email, undefined, 2)).email).toBe(person.email);
  expect((await emailAs(other, subject, 3)).email).toBe(person.email);
  expect((await aPerson(other, host)).id).not.toBe(person.id);
  expect((await emailAs(changed, subject, 4)).email).toBe(changed);
  expect((await emailAs(person.email, undefined, 20)).email).toBe(changed);
});

test("tells the person whose account it is, unless they are gone", async () => {
  const [admin, person] = [await theAdmin(host), await aPerson(newAddress("linked"), host)];
  await admin.post(at(person.id), newIdentity());
  const { subject, body } = await mailTo(person.email, host);
  expect(subject).toMatch(/linked a further sign-in to your account$/);
  expect(body.text.replaceAll("\u200a", "")).toContain(person.email);
  const disabled = await aPerson(newAddress("linked"), host);
  await disable(disabled.id, host);
  await admin.post(at(disabled.id), newIdentity());
  const letter = async () =>
    (await tableOf(host).all()).find(
      ({ kind, recipient }) => kind === "letter" && recipient === disabled.id,
    );
  await until(async () => (await letter())?.state === "dropped", "dropping");
});

test("claims the record of somebody who never signed in", async () => {
  const [admin, email] = [await theAdmin(host), newAddress("linked")];
  const known = { email, firstName: "Grace", lastName: "Hopper" };
  const { id } = (await admin.post("/v1/platform/users", known)).body;
  const identity = newIdentity();
  expect((await admin.post(at(id), identity)).body.status).toBe("active");
  expect((await meAs(email, identity.subject)).body).toMatchObject({ id, status: "active" });
});

test("refuses the sign-in of somebody else, however many link it at once", async () => {
  const [admin, identity] = [await theAdmin(host), newIdentity()];
  const people = [];
  for (const _ of [1, 2, 3]) people.push(await aPerson(undefined, host));
  const answers = await Promise.all(people.map(({ id }) => admin.post(at(id), identity)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  const { id } = answers.find(({ status }) => status === 200)?.body ?? {};
  for (const { status, body } of answers)
    if (status === 409) expect(body).toMatchObject({ code: "identity_taken", user: id });
});

test("the sign-in of a deleted person is linked for tokens from after the deletion alone", async () => {
  const [admin, identity] = [await theAdmin(host), newIdentity()];
  const [gone, person] = [await aPerson(undefined, host), await aPerson(undefined, host)];
  await admin.post(at(gone.id), identity);
  await admin.delete(`/v1/platform/users/${gone.id}`);
  expect(codeOf(await admin.post(at(gone.id), newIdentity()))).toEqual([409, "user_unavailable"]);
  expect((await admin.post(at(person.id), identity)).status).toBe(200);
  const { subject } = identity;
  expect(
    codeOf(await meAs(person.email, subject, { iat: Math.floor(Date.now() / 1000) - 60 })),
  ).toEqual([403, "user_deleted"]);
  const iat = Math.floor(Date.now() / 1000) + 60;
  expect((await meAs(person.email, subject, { iat })).body.id).toBe(person.id);
});

test("gives a person ten sign-ins at most", async () => {
  const [admin, person] = [await theAdmin(host), await aPerson(undefined, host)];
  for (let i = 1; i < 10; i++)
    expect((await admin.post(at(person.id), newIdentity())).status).toBe(200);
  expect(codeOf(await admin.post(at(person.id), newIdentity()))).toEqual([409, "limit_reached"]);
});

test("is for people who may edit users, and of administrators for those who appoint them", async () => {
  const [admin, user] = [await theAdmin(host), await anAdmin(["organization-user"], host)];
  const member = await aMember(await aCustomer(host), ["employee"], host);
  expect(codeOf(await user.post(at(member.id), newIdentity()))).toEqual([403, "forbidden"]);
  expect((await admin.post(at(user.id), newIdentity())).status).toBe(200);
  const machine = (await aPlatformMachine(["platform.users.edit"], host)).key.caller;
  const refused = await machine.post(at(member.id), newIdentity());
  expect([...codeOf(refused), refused.body.detail]).toEqual([
    403,
    "forbidden",
    "Only a signed-in person can do this, no API key.",
  ]);
  const unknown = "usr_01J00000000000000000000000";
  expect((await admin.post(at(unknown), newIdentity())).status).toBe(404);
  for (const wrong of [{}, { issuer: "", subject: "a" }, { issuer: "a", subject: "\u0000" }])
    expect((await admin.post(at(user.id), wrong)).status).toBe(400);
});
