import { afterAll, beforeAll, expect, test } from "vitest";
import { newAddress, newId } from "../../support/api.ts";
import { aTopGroup } from "../../support/below.ts";
import { daysOf } from "../../support/days.ts";
import { aCustomer, anAdminGroup, aPerson, type Person, theAdmin } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { mailsTo, mailTo } from "../../support/inbox.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.end());

const { inDays, settled, pass } = daysOf(() => host);
const about = /ends? soon/;

const reminders = async ({ email }: { email: string }) =>
  (await mailsTo(email, host)).filter(({ subject }) => about.test(subject));

/** A group of the platform, made by an administrator who signed in just now. */
async function aGroupWith(admin: Person) {
  const body = { identifier: newId("g"), displayName: "On call" };
  const { id } = (await admin.post("/v1/platform/groups", body)).body;
  return { id, path: `/v1/platform/groups/${id}` };
}

const roleOf = (id: string, role: string) => `/v1/platform/admins/${id}/roles/${role}`;

test("whoever holds a role on the platform, or is in a group that does, is told 14 days before its end, once", async () => {
  const admin = await theAdmin(host);
  const person = await aPerson(newAddress(), host);
  const [member, kept] = [await aPerson(newAddress(), host), await aPerson(newAddress(), host)];
  const group = await anAdminGroup([], [member], host);
  const expiresAt = inDays(20);
  for (const id of [person.id, group.id])
    expect((await admin.put(roleOf(id, "ops-support"), { expiresAt })).status).toBe(200);
  await admin.put(roleOf(kept.id, "ops-support"), { expiresAt: inDays(30) });
  await admin.put(roleOf(person.id, "finops-manager"), { expiresAt: inDays(13) });
  await pass(5.9);
  await settled();
  expect([await reminders(person), await reminders(member)]).toEqual([[], []]);
  await pass(0.2);
  const mail = await mailTo(person.email, host, { about });
  expect(mail.subject).toBe("Your roles on the platform end soon");
  expect(mail.body.text).toMatch(/Ops Support, until \d+ \w+ \d{4} at \d\d:\d\d UTC\n/);
  expect(mail.body.text).toContain("please ask whoever gave it to you");
  const shared = await mailTo(member.email, host, { about });
  expect(shared.body.text).toContain(`through the group ${group.displayName} ends soon`);
  await (await aPerson("admin@example.org", host)).put(roleOf(kept.id, "ops-support"));
  await pass(1);
  await pass(12);
  await settled();
  const counts = [await reminders(person), await reminders(member), await reminders(kept)];
  expect(counts.map(({ length }) => length)).toEqual([1, 1, 0]);
});

test("whoever holds a role on a group of customers of the platform, or is in a group that does, is told, too", async () => {
  const admin = await aPerson("admin@example.org", host);
  const [person, group] = [await aPerson(newAddress(), host), await aGroupWith(admin)];
  const customers = [await aCustomer(host), await aCustomer(host)];
  const { path, holder } = await aTopGroup(admin, customers, host);
  const { displayName } = (await admin.get(path)).body;
  expect((await admin.put(`${group.path}/members/${person.id}`)).status).toBe(200);
  for (const { id } of [holder, group]) {
    const role = `${path}/members/${id}/roles/employee`;
    expect((await admin.put(role, { expiresAt: inDays(15) })).status).toBe(200);
  }
  await pass(2);
  const where = `in the customers in ${displayName} (a group of the platform)`;
  const mail = await mailTo(holder.email, host, { about });
  expect(mail.subject).toBe(`Your role ${where} ends soon`);
  expect(mail.body.text).toContain("please ask whoever gave it to you");
  const shared = await mailTo(person.email, host, { about });
  expect(shared.body.text).toContain(`${where} through the group On call ends soon.`);
  await pass(1);
  await settled();
  const counts = [await reminders(holder), await reminders(person)];
  expect(counts.map(({ length }) => length)).toEqual([1, 1]);
});

test("an extended role is told of again before its new end, and nobody who was taken it", async () => {
  const admin = await aPerson("admin@example.org", host);
  const [one, other] = [await aPerson(newAddress(), host), await aPerson(newAddress(), host)];
  for (const { id } of [one, other])
    await admin.put(roleOf(id, "ops-support"), { expiresAt: inDays(15) });
  expect((await admin.delete(roleOf(other.id, "ops-support"))).status).toBe(204);
  await pass(2);
  await mailTo(one.email, host, { about });
  const again = await aPerson("admin@example.org", host);
  await again.put(roleOf(one.id, "ops-support"), { expiresAt: inDays(40) });
  await pass(27);
  await mailTo(one.email, host, { count: 2, about });
  await settled();
  expect([(await reminders(one)).length, await reminders(other)]).toEqual([2, []]);
});

test("an extension that comes while the sweep is about to write is not reminded of", async () => {
  const admin = await aPerson("admin@example.org", host);
  const person = await aPerson(newAddress(), host);
  const role = roleOf(person.id, "ops-support");
  await admin.put(role, { expiresAt: inDays(15) });
  await settled();
  const late = Promise.withResolvers<typeof admin>();
  const extended = late.promise.then((one) => one.put(role, { expiresAt: inDays(60) }));
  host.suffer(async ({ operation, functionId }) => {
    if (operation === "TransactWriteItems" && /^Scheduled/.test(functionId)) await extended;
    return undefined;
  });
  // A moved clock starts the sweep by itself.
  host.move(2 * 86_400_000);
  const swept = host.tick("Sweep");
  late.resolve(await aPerson("admin@example.org", host));
  await swept;
  expect(await extended).toMatchObject({ status: 200 });
  host.suffer();
  await pass(0);
  await settled();
  expect(await reminders(person)).toEqual([]);
  await pass(47);
  await settled();
  expect(await reminders(person)).toHaveLength(1);
});
