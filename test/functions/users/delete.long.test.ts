import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { type Answer, newAddress, nobody } from "../../support/api.ts";
import { audit } from "../../support/audit.ts";
import { aCustomerGroup } from "../../support/below.ts";
import {
  aCustomer,
  aGroup,
  aMember,
  anAdmin,
  aPerson,
  aProject,
  theAdmin,
} from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { mailsTo, mailTo, until } from "../../support/inbox.ts";
import { invite } from "../../support/invite.ts";
import { codeOf, requestDuring } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterAll(async () => {
  await audit(host).finally(() => host.end());
});

const at = (id: string) => `/v1/platform/users/${id}`;

/** Deletes somebody as administrators do. */
async function erase(id: string): Promise<Answer> {
  const answer = await (await theAdmin(host)).delete(at(id));
  expect([answer.status, answer.body.kind]).toEqual([202, "user-deleted"]);
  return answer;
}

/** Deletes somebody and waits until everything is cleared up. */
async function eraseWhole(id: string) {
  const admin = await theAdmin(host);
  const operation = (await erase(id)).body.id;
  return until(async () => {
    const { body } = await admin.get(`/v1/operations/${operation}`);
    return body.state === "done" && body;
  }, "the operation");
}

const meBy = (token: string) =>
  nobody(host).call("GET", "/v1/me", { headers: { authorization: `Bearer ${token}` } });

const inAMoment = () => Math.floor(Date.now() / 1000) + 60;

test("the log says what roles on the platform went with somebody", async () => {
  const person = await anAdmin(["ops-support"], host);
  await erase(person.id);
  const log = await tableOf(host).partition(keys.user({ user: person.id }).pk);
  expect(log.filter(({ type }) => type === "user.deleted")).toMatchObject([
    { before: { status: "active", roles: [{ role: "ops-support" }] } },
  ]);
});

test("ends all rights at once and forgets name and address; record and events stay", async () => {
  const [admin, customer] = [await theAdmin(host), await aCustomer(host)];
  const person = await aMember(customer, ["admin"], host);
  await person.patch("/v1/me", { firstName: "Grace", lastName: "Hopper" }, { "if-match": "*" });
  await erase(person.id);
  expect(codeOf(await person.get(customer.path))).toEqual([403, "user_deleted"]);
  const { status, body } = await admin.get(at(person.id));
  expect([status, body]).toMatchObject([
    200,
    {
      id: person.id,
      status: "deleted",
      firstName: "Deleted",
      lastName: "user",
      email: `${person.id.toLowerCase()}@deleted.invalid`,
      identities: [],
      platformRoles: [],
    },
  ]);
  await until(async () => {
    const stored = JSON.stringify(await tableOf(host).all());
    return !stored.includes("Hopper");
  }, "forgetting");
  const own = await tableOf(host).partition(keys.user({ user: person.id }).pk);
  expect(own.filter(({ kind }) => kind === "user event")).toMatchObject([
    { type: "user.created" },
    { type: "user.updated" },
    { type: "user.deleted", actor: { id: admin.id }, subject: person.id },
  ]);
});

test("keeps neither name nor address in receipts and operations, which stay for years", async () => {
  const customer = await aCustomer(host);
  const person = await aPerson(undefined, host);
  await person.patch("/v1/me", { lastName: "Liskov" }, { "if-match": "*" });
  const group = await aGroup(customer, [], [person]);
  await customer.owner.put(`${customer.path}/members/${group.id}/roles/employee`);
  const stored = async () => JSON.stringify(await tableOf(host).all());
  await until(async () => {
    const members = (await tableOf(host).all()).filter(({ part }) => part === "members");
    return JSON.stringify(members).includes(person.id);
  }, "the receipt");
  await eraseWhole(person.id);
  await until(async () => !(await stored()).includes("Liskov"), "forgetting the name");
  const asked = await tableOf(host).all();
  const operations = asked.filter(({ kind }) => kind === "operation" || kind === "receipt");
  expect(JSON.stringify(operations)).toContain(person.id);
  expect(JSON.stringify(operations)).not.toContain(person.email);
});

test("frees the address at once; who signs in with it anew begins with nothing", async () => {
  const customer = await aCustomer(host);
  const person = await aMember(customer, ["employee"], host);
  await erase(person.id);
  const before = await meBy(person.token);
  expect(codeOf(before)).toEqual([403, "user_deleted"]);
  const token = await host.token(person.email, { claims: { iat: inAMoment() } });
  const { status, body } = await meBy(token);
  expect([status, body]).toMatchObject([200, { email: person.email, status: "active" }]);
  expect(body.id).not.toBe(person.id);
  expect(JSON.stringify(body.identities)).not.toContain("notBefore");
  const old = await meBy(person.token);
  expect(codeOf(old), "an old token is that of the deleted user").toEqual([403, "user_deleted"]);
  const again = { headers: { authorization: `Bearer ${token}` } };
  expect((await nobody(host).call("GET", "/v1/customers", again)).body.items).toEqual([]);
  expect((await meBy(token)).body.id).toBe(body.id);
});

test("another sign-in takes the free address", async () => {
  const person = await aPerson(undefined, host);
  await erase(person.id);
  const token = await host.token(person.email, { claims: { sub: "another sign-in" } });
  const { status, body } = await meBy(token);
  expect([status, body.id === person.id]).toEqual([200, false]);
});

test("has them leave every customer, each with its events, and sends them no mail", async () => {
  const [one, other] = [await aCustomer(host), await aCustomer(host)];
  const person = await aMember(one, ["employee"], host);
  await other.owner.put(`${other.path}/members/${person.id}/roles/admin`);
  const project = await aProject(one);
  await one.owner.put(`${project.path}/members/${person.id}/roles/user`);
  expect(await eraseWhole(person.id)).toMatchObject({ subject: person.id, removed: 2 });
  const admin = await theAdmin(host);
  for (const [{ owner, path }, removed] of [
    [one, 1],
    [other, 0],
  ] as const) {
    expect((await owner.get(`${path}/members`)).body.items).toHaveLength(1);
    const events = async () =>
      (await owner.get(`${path}/events?subject=${person.id}&limit=2`)).body.items;
    await until(async () => (await events())[0].type === "customer.access.cascaded", "receipt");
    expect(await events()).toMatchObject([
      { after: { removed } },
      { type: "customer.member.removed", actor: { id: admin.id }, reason: expect.any(String) },
    ]);
  }
  expect((await one.owner.get(`${project.path}/members`)).body.items).toEqual([]);
  const letters = async () =>
    (await tableOf(host).all()).filter(
      ({ kind, recipient, letter }) =>
        kind === "letter" && recipient === person.id && letter === "access-revoked",
    );
  await until(async () => (await letters()).every(({ state }) => state === "dropped"), "dropping");
  expect(await letters()).toHaveLength(2);
  const told = (await mailsTo(person.email, host)).map(({ subject }) => subject);
  expect(told.filter((subject) => /ended|no longer/.test(subject))).toEqual([]);
  expect(await tableOf(host).partition(`P#${person.id}`)).toEqual([]);
});

test("leaves nothing of roles on groups of customers, nor of what rested on them", async () => {
  const customer = await aCustomer(host);
  const { owner } = customer;
  const { child, holder, ...group } = await aCustomerGroup(customer, host);
  const project = await aProject({ ...child, owner });
  const given = await owner.put(`${project.path}/members/${holder.id}/roles/user`);
  expect(given.status).toBe(200);
  await eraseWhole(holder.id);
  expect((await owner.get(`${group.path}/members`)).body.items).toEqual([]);
  const isOut = async () => (await owner.get(`${project.path}/members`)).body.items.length === 0;
  await until(isOut, "nobody in the project");
  const { items } = (await owner.get(`${customer.path}/events?subject=${holder.id}`)).body;
  expect(items).toContainEqual(
    expect.objectContaining({
      type: "customer.customer-group.member.changed",
      reason: "The account was deleted",
    }),
  );
  const isClear = async () => (await tableOf(host).partition(`P#${holder.id}`)).length === 0;
  await until(isClear, "nothing held");
});

test("takes the only owner of a customer, where an admin then appoints another", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const admin = await aMember(customer, ["admin"], host);
  await eraseWhole(owner.id);
  expect((await admin.get(path)).body.contacts).toEqual([]);
  const places = await tableOf(host).get(keys.owners({ customer: customer.id }));
  expect(places?.places).toEqual([]);
  const heir = await aPerson(undefined, host);
  expect((await admin.put(`${path}/members/${heir.id}/roles/owner`)).status).toBe(200);
});

test("cancels open invitations to them and by them, and leaves later ones", async () => {
  const [from, to] = [await aCustomer(host), await aCustomer(host)];
  const person = await aMember(from, ["admin"], host);
  const sent = (await invite(person, from.path)).body;
  const got = (await invite(to.owner, to.path, { email: person.email, roles: ["owner"] })).body;
  await eraseWhole(person.id);
  const later = (await invite(from.owner, from.path, { email: person.email })).body;
  const state = async ({ owner, path }: typeof from, id: string) =>
    (await owner.get(`${path}/invitations/${id}`)).body;
  await until(async () => (await state(from, sent.id)).state === "revoked", "the withdrawal");
  expect((await state(from, sent.id)).inviter.displayName).toBe("Deleted user");
  expect(await state(to, got.id)).toMatchObject({
    state: "revoked",
    firstName: "Deleted",
    lastName: "user",
    email: expect.stringMatching(/@deleted\.invalid$/),
  });
  expect(await state(from, later.id)).toMatchObject({ state: "pending", email: person.email });
  const places = await tableOf(host).get(keys.owners({ customer: to.id }));
  expect(places?.places).toHaveLength(1);
});

test("cancels invitations by whoever only a group let invite, and tells the owners", async () => {
  const customer = await aCustomer(host);
  const person = await aPerson(undefined, host);
  await aGroup(customer, ["admin"], [person]);
  const sent = (await invite(person, customer.path)).body;
  expect(sent.state).toBe("pending");
  await eraseWhole(person.id);
  const now = async () =>
    (await customer.owner.get(`${customer.path}/invitations/${sent.id}`)).body;
  await until(async () => (await now()).state === "revoked", "the withdrawal");
  expect((await now()).inviter.displayName).toBe("Deleted user");
  await mailTo(customer.owner.email, host, { about: /invitation/i });
});

test("takes what was granted at the very moment as well", async () => {
  const { owner, path } = await aCustomer(host);
  const person = await aPerson(undefined, host);
  const granted = await requestDuring(
    host,
    () => owner.put(`${path}/members/${person.id}/roles/employee`),
    () => eraseWhole(person.id),
  );
  expect(granted.status).toBe(200);
  host.move(2 * 60_000);
  await host.tick("Sweep");
  await until(async () => (await owner.get(`${path}/members`)).body.items.length === 1, "the look");
});

test("goes on after the worker is killed, and leaves no customer twice", async () => {
  const person = await aPerson(newAddress("killed"), host);
  const places = [];
  for (let i = 0; i < 12; i++) {
    const { id, owner, path } = await aCustomer(host);
    await owner.put(`${path}/members/${person.id}/roles/employee`);
    places.push({ id, owner, path });
  }
  const admin = await theAdmin(host);
  const held = async () =>
    (await tableOf(host).partition(`P#${person.id}`)).filter(({ kind }) => kind).length;
  const operation = (await erase(person.id)).body.id;
  await until(async () => (await held()) < 12, "progress");
  await host.kill("Worker");
  host.move(3 * 60_000);
  await host.tick("Sweep");
  const done = await until(async () => {
    const { body } = await admin.get(`/v1/operations/${operation}`);
    return body.state === "done" && body;
  }, "the operation");
  expect([done.removed, await held()]).toEqual([12, 0]);
  for (const { owner, path } of places) {
    const found = await owner.get(`${path}/events?type=customer.member.removed`);
    expect(found.body.items).toHaveLength(1);
  }
});

test("keeps who runs the platform from everybody but those who appoint them, and the last one", async () => {
  const [admin, user] = [await theAdmin(host), await anAdmin(["organization-user"], host)];
  const operator = await anAdmin(["ops-support"], host);
  expect(codeOf(await user.delete(at(operator.id)))).toEqual([403, "forbidden"]);
  for (const query of ["?dryRun=true", ""])
    expect(codeOf(await admin.delete(`${at(admin.id)}${query}`))).toEqual([409, "last_admin"]);
  const other = await anAdmin(["organization-admin"], host);
  await erase(other.id);
  expect((await admin.get(`/v1/platform/admins/${other.id}`)).status).toBe(404);
  const person = await aPerson(undefined, host);
  expect((await user.delete(at(person.id))).status).toBe(202);
  expect(codeOf(await operator.delete(at(person.id)))).toEqual([403, "forbidden"]);
});

test("refuses an older version, who is deleted already and who does not exist", async () => {
  const [admin, person] = [await theAdmin(host), await aPerson(undefined, host)];
  expect(codeOf(await admin.delete(at(person.id), { "if-match": '"7"' }))).toEqual([412, "stale"]);
  await erase(person.id);
  expect(codeOf(await admin.delete(at(person.id)))).toEqual([409, "user_unavailable"]);
  for (const verb of ["disable", "enable"])
    expect(codeOf(await admin.post(`${at(person.id)}/${verb}`, { reason: "A" }))).toEqual([
      409,
      "user_unavailable",
    ]);
  expect((await admin.delete(at("usr_01J00000000000000000000000"))).status).toBe(404);
});
