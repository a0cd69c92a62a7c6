import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newAddress } from "../../support/api.ts";
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
  await disable(disabled.person.id, host);
  await taken.owner.delete(taken.role);
  await pass(2);
  await settled();
  expect([await reminders(disabled.person), await reminders(taken.person)]).toEqual([[], []]);
  const { principal, customer } = { principal: disabled.person.id, customer: disabled.id };
  const binding = await tableOf(host).get(keys["customer binding"]({ principal, customer }));
  expect([typeof binding?.reminded, binding?.duepk]).toEqual(["string", undefined]);
});

test("tells every member of a group, on a project too", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const members = [await aPerson(undefined, host), await aPerson(undefined, host)];
  const group = await aGroup(customer, ["employee"], members);
  const project = await aProject(customer);
  await owner.put(`${path}/members/${group.id}/roles/employee`, { expiresAt: inDays(16) });
  await owner.put(`${project.path}/members/${group.id}/roles/user`, { expiresAt: inDays(15) });
  await pass(3);
  await pass(0);
  for (const { email } of members) {
    await mailTo(email, host, { count: 2, about: soon });
    const texts = (await mailsTo(email, host)).map(({ body }) => body.text).join("\n");
    expect(texts).toContain(`Project ${project.id}`);
    expect(texts).toContain("through the group Night shift ends soon.");
  }
  await pass(1);
  await settled();
  for (const member of members) expect(await reminders(member)).toHaveLength(2);
  const { body } = await (await again(owner)).get(`${path}/events?type=customer.access.cascaded`);
  expect(body.items).toEqual([]);
});
