import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newAddress } from "../../support/api.ts";
import { aCustomerGroup, aRoleFromAbove } from "../../support/below.ts";
import { daysOf } from "../../support/days.ts";
import { aCustomer, aGroup, aMember, aPerson, aProject, type Person } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { mailsTo, mailTo, tokenIn } from "../../support/inbox.ts";
import { disable, invite } from "../../support/invite.ts";
import { requestDuring } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

const day = 86_400_000;

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.end());

const { inDays, settled, pass } = daysOf(() => host);
const soon = /ends? soon/;

const reminders = async ({ email }: { email: string }) =>
  (await mailsTo(email, host)).filter(({ subject }) => soon.test(subject));

/** The owner, signed in anew: tokens end while the clock moves. */
const again = (person: Person) => aPerson(person.email, host);

async function withRoleFor(days: number) {
  const customer = await aCustomer(host);
  const person = await aMember(customer, ["employee"], host);
  const role = `${customer.path}/members/${person.id}/roles/admin`;
  const { status } = await customer.owner.put(role, { expiresAt: inDays(days) });
  expect(status).toBe(200);
  return { ...customer, customer, person, role };
}

/** Two groups of customers of one customer below another, and whoever may give roles on them. */
async function twoGroups() {
  const above = await aRoleFromAbove(host);
  const other = await aCustomerGroup({ ...above.mid, owner: above.owner }, host);
  const one = { path: above.path, id: above.id };
  return { ...above, one, other };
}

const onGroup = ({ path }: { path: string }, { id }: { id: string }, role = "employee") =>
  `${path}/members/${id}/roles/${role}`;

/** A group of customers as a letter speaks of it. */
async function inWords({ path }: { path: string }, of: { id: string }, by: Person) {
  const { displayName } = (await by.get(path)).body;
  return `the customers in ${displayName} (a group of Customer ${of.id})`;
}

test("tells the holder 14 days before the end, once, and whom to ask", async () => {
  const { person, id } = await withRoleFor(20);
  await pass(5.9);
  await settled();
  expect(await reminders(person)).toEqual([]);
  await pass(0.2);
  const mail = await mailTo(person.email, host, { about: soon });
  expect(mail.subject).toBe(`Your role in Customer ${id} ends soon`);
  expect(mail.body.text).toMatch(/Your role: Admin, until \d+ \w+ \d{4} at \d\d:\d\d UTC\n/);
  expect(mail.body.text).toContain(`please ask an owner of Customer ${id}: `);
  await pass(1);
  await pass(7);
  await settled();
  expect(await reminders(person)).toHaveLength(1);
});

test("of an extended role tells again before the new end, of one made endless no more", async () => {
  const { owner, person, role } = await withRoleFor(15);
  await pass(2);
  await mailTo(person.email, host, { about: soon });
  const expiresAt = inDays(40);
  await (await again(owner)).put(role, { expiresAt });
  await pass(20);
  await settled();
  expect(await reminders(person)).toHaveLength(1);
  await pass(7);
  await mailTo(person.email, host, { count: 2, about: soon });
  await (await again(owner)).put(role, { expiresAt: inDays(60) });
  await (await again(owner)).put(role);
  await pass(50);
  await settled();
  expect(await reminders(person)).toHaveLength(2);
});

test("says nothing of an end that was as near when it was given: the mail of then named it", async () => {
  const { person, owner, path } = await withRoleFor(13);
  const plan = { email: newAddress("invited"), accessExpiresAt: inDays(12) };
  await invite(owner, path, plan);
  const token = tokenIn(await mailTo(plan.email, host));
  expect((await person.post("/v1/invitations/accept", { token })).status).toBe(200);
  await pass(5);
  await settled();
  expect([await reminders(person), await reminders(plan)]).toEqual([[], []]);
});

test("a role that is given meanwhile neither brings the reminder again nor takes it away", async () => {
  const { owner, person, path } = await withRoleFor(16);
  const other = `${path}/members/${person.id}/roles/employee`;
  await owner.put(other, { expiresAt: inDays(30) });
  await pass(3);
  await mailTo(person.email, host, { about: soon });
  await (await again(owner)).put(other, { expiresAt: inDays(60) });
  await pass(1);
  await settled();
  expect(await reminders(person)).toHaveLength(1);
});

test("an extension that comes while the sweep is about to write is not reminded of", async () => {
  const { owner, person, role } = await withRoleFor(15);
  await settled();
  const late = Promise.withResolvers<Person>();
  const extended = late.promise.then((one) => one.put(role, { expiresAt: inDays(60) }));
  host.suffer(async ({ operation, functionId }) => {
    if (operation === "TransactWriteItems" && /^Scheduled/.test(functionId)) await extended;
    return undefined;
  });
  // A moved clock starts the sweep by itself.
  host.move(2 * day);
  const swept = host.tick("Sweep");
  late.resolve(await again(owner));
  await swept;
  expect(await extended).toMatchObject({ status: 200 });
  host.suffer();
  await pass(0);
  await settled();
  expect(await reminders(person)).toEqual([]);
});

test("a change of roles that was begun before the reminder does not bring it again", async () => {
  const { owner, person, path } = await withRoleFor(15);
  await settled();
  host.move(2 * day);
  const late = await again(owner);
  const other = () =>
    late.put(`${path}/members/${person.id}/roles/employee`, { expiresAt: inDays(90) });
  expect(await requestDuring(host, other, () => host.tick("Sweep"))).toMatchObject({ status: 200 });
  await mailTo(person.email, host, { about: soon });
  await pass(1);
  await settled();
  expect(await reminders(person)).toHaveLength(1);
});

test("says nothing to whoever was disabled, and nothing of a role that was taken", async () => {
  const [disabled, taken] = [await withRoleFor(15), await withRoleFor(15)];
  const { owner, one, other, mid } = await twoGroups();
  const expiresAt = inDays(15);
  for (const { person } of [disabled, taken]) await owner.put(onGroup(one, person), { expiresAt });
  await owner.put(onGroup(other, taken.person));
  await disable(disabled.person.id, host);
  await taken.owner.delete(taken.role);
  expect((await owner.delete(onGroup(one, taken.person))).status).toBe(204);
  await pass(2);
  await settled();
  expect([await reminders(disabled.person), await reminders(taken.person)]).toEqual([[], []]);
  const { principal, customer } = { principal: disabled.person.id, customer: disabled.id };
  const binding = await tableOf(host).get(keys["customer binding"]({ principal, customer }));
  expect([typeof binding?.reminded, binding?.duepk]).toEqual(["string", undefined]);
  const onGroups = ({ person }: typeof taken) =>
    tableOf(host).get(keys["customer group binding"]({ principal: person.id, owner: mid.id }));
  const [told, others] = [await onGroups(disabled), await onGroups(taken)];
  expect([told?.reminded, told?.duepk]).toEqual([{ [one.id]: expiresAt }, undefined]);
  expect([others?.reminded, others?.duepk]).toEqual([undefined, undefined]);
});

test("tells every member of a group, on a project and on a group of customers, too", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const members = [await aPerson(undefined, host), await aPerson(undefined, host)];
  const group = await aGroup(customer, ["employee"], members);
  const project = await aProject(customer);
  await owner.put(`${path}/members/${group.id}/roles/employee`, { expiresAt: inDays(16) });
  await owner.put(`${project.path}/members/${group.id}/roles/user`, { expiresAt: inDays(15) });
  const grouped = await aCustomerGroup(customer, host);
  const where = await inWords(grouped, customer, owner);
  await owner.put(onGroup(grouped, group), { expiresAt: inDays(16) });
  await pass(3);
  await pass(0);
  for (const { email } of members) {
    await mailTo(email, host, { count: 3, about: soon });
    const texts = (await mailsTo(email, host)).map(({ body }) => body.text).join("\n");
    expect(texts).toContain(`Project ${project.id}`);
    expect(texts).toContain("through the group Night shift ends soon.");
    expect(texts).toContain(`in ${where} through the group Night shift ends soon.`);
  }
  await pass(1);
  await settled();
  for (const member of members) expect(await reminders(member)).toHaveLength(3);
  const { body } = await (await again(owner)).get(`${path}/events?type=customer.access.cascaded`);
  expect(body.items).toEqual([]);
});

test("of roles on groups of customers tells once for each group and date", async () => {
  const { owner, mid, one, other, name } = await twoGroups();
  const [here, there] = [await inWords(one, mid, owner), await inWords(other, mid, owner)];
  const person = await aPerson(newAddress(), host);
  await owner.put(onGroup(one, person, name), { expiresAt: inDays(20) });
  await owner.put(onGroup(other, person), { expiresAt: inDays(30) });
  await pass(5.9);
  await settled();
  expect(await reminders(person)).toEqual([]);
  await pass(0.2);
  const first = await mailTo(person.email, host, { about: soon });
  expect(first.subject).toBe(`Your role in ${here} ends soon`);
  expect(first.body.text).toMatch(/Your role: Exporter, until \d+ \w+ \d{4} at \d\d:\d\d UTC\n/);
  expect(first.body.text).toContain(`please ask an owner of Customer ${mid.id}: `);
  await pass(10);
  const second = await mailTo(person.email, host, { count: 2, about: soon });
  expect(second.subject).toBe(`Your role in ${there} ends soon`);
  await (await again(owner)).put(onGroup(one, person, name), { expiresAt: inDays(24) });
  await pass(9.9);
  await settled();
  expect(await reminders(person)).toHaveLength(2);
  await pass(0.2);
  const third = await mailTo(person.email, host, { count: 3, about: soon });
  expect(third.subject).toBe(first.subject);
  await pass(1);
  await pass(20);
  await settled();
  expect(await reminders(person)).toHaveLength(3);
});

test("roles on groups of customers that were taken and given anew while the sweep is about to write are not written over", async () => {
  const { owner, one, mid } = await twoGroups();
  const person = await aPerson(newAddress(), host);
  await owner.put(onGroup(one, person), { expiresAt: inDays(15) });
  await settled();
  const key = keys["customer group binding"]({ principal: person.id, owner: mid.id });
  const read = await tableOf(host).get(key);
  const [reached, given] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  host.suffer(async ({ operation, functionId }) => {
    if (operation !== "TransactWriteItems" || !/^Scheduled/.test(functionId)) return undefined;
    reached.resolve();
    await given.promise;
    return undefined;
  });
  host.move(2 * day);
  const swept = host.tick("Sweep");
  await reached.promise;
  // Of the same version, like any that is written where nothing is; and without an end.
  const { duepk: _, duesk: __, ...rest } = read ?? {};
  const roles = { [one.id]: { employee: { at: inDays(0), by: owner.id } } };
  const anew = { ...rest, ...key, updatedAt: inDays(0), roles };
  await tableOf(host).put(anew);
  given.resolve();
  await swept;
  host.suffer();
  const found = await tableOf(host).get(key);
  expect([found?.updatedAt, found?.reminded]).toEqual([anew.updatedAt, undefined]);
});

test("a role on another group of customers that was begun to be given before the reminder does not bring it again", async () => {
  const { owner, one, other } = await twoGroups();
  const person = await aPerson(newAddress(), host);
  await owner.put(onGroup(one, person), { expiresAt: inDays(15) });
  await settled();
  host.move(2 * day);
  const late = await again(owner);
  const more = () => late.put(onGroup(other, person), { expiresAt: inDays(90) });
  expect(await requestDuring(host, more, () => host.tick("Sweep"))).toMatchObject({ status: 200 });
  await mailTo(person.email, host, { about: soon });
  await pass(1);
  await settled();
  expect(await reminders(person)).toHaveLength(1);
});
