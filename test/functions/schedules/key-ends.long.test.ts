import { afterAll, beforeAll, expect, test } from "vitest";
import { daysOf } from "../../support/days.ts";
import {
  aCustomer,
  aKey,
  aMember,
  anApiUser,
  aPerson,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { mailsTo, mailTo } from "../../support/inbox.ts";
import { tableOf } from "../../support/table.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.end());

const { inDays, settled, pass } = daysOf(() => host);
const soon = /ends soon/;

const reminders = async ({ email }: { email: string }) =>
  (await mailsTo(email, host)).filter(({ subject }) => soon.test(subject));

/** Signed in anew: tokens end while the clock moves. */
const again = (person: Person) => aPerson(person.email, host);

/** A key that ends, shown to an admin of a customer. */
async function withKeyFor(days: number) {
  const customer = await aCustomer(host);
  const admin = await aMember(customer, ["admin"], host);
  const apiUser = await anApiUser(customer);
  const key = await aKey(apiUser, admin, { expiresAt: inDays(days) }, host);
  return { ...customer, admin, apiUser, key };
}

test("tells whoever a key was shown to 14 days before its end, once, and names the owners", async () => {
  const { id, admin, owner, key } = await withKeyFor(20);
  await pass(5.9);
  await settled();
  expect(await reminders(admin)).toEqual([]);
  await pass(0.2);
  const mail = await mailTo(admin.email, host, { about: soon });
  expect(mail.subject).toBe(`A key of Deployment (Customer ${id}) ends soon`);
  expect(mail.body.text).toMatch(/Ends: \d+ \w+ \d{4} at \d\d:\d\d UTC\n/);
  expect(mail.body.text).toContain(`Key: ${key.id}\n`);
  expect(mail.body.text).toContain(`tell an owner of Customer ${id}: owner.`);
  await pass(1);
  await pass(7);
  await settled();
  expect([await reminders(admin), await reminders(owner)]).toMatchObject([[{}], []]);
});

test("tells of the end of a key of the platform", async () => {
  const admin = await theAdmin(host).then(again);
  const apiUser = await anApiUser({ path: "/v1/platform", owner: admin }, ["platform.users.view"]);
  await aKey(apiUser, admin, { expiresAt: inDays(15) }, host);
  await pass(2);
  const mail = await mailTo(admin.email, host, { about: soon });
  expect(mail.subject).toBe("A key of Deployment ends soon");
});

test("says nothing of an end that was as near when the key was made", async () => {
  const { admin } = await withKeyFor(13);
  await pass(3);
  await settled();
  expect(await reminders(admin)).toEqual([]);
});

test("of a rotated key tells no more, of the one in its place when that ends soon", async () => {
  const { admin, key } = await withKeyFor(16);
  const next = { overlapMinutes: 7 * 24 * 60, expiresAt: inDays(40) };
  expect((await admin.post(`${key.path}/rotate`, next)).status).toBe(201);
  const kept = (await tableOf(host).all()).find(({ id }) => id === key.id);
  expect(kept).not.toHaveProperty("duepk");
  await pass(4);
  await settled();
  expect(await reminders(admin)).toEqual([]);
  await pass(23);
  await mailTo(admin.email, host, { about: soon });
  await settled();
  expect(await reminders(admin)).toHaveLength(1);
});

test("a key whose end passed while nobody looked is told of no more", async () => {
  const { admin, key } = await withKeyFor(16);
  await pass(17);
  await settled();
  expect(await reminders(admin)).toEqual([]);
  const items = await tableOf(host).all();
  expect(items.find(({ id }) => id === key.id)).not.toHaveProperty("duepk");
  expect(items.filter(({ recipient }) => recipient === admin.id)).toMatchObject([
    { letter: "access-granted" },
  ]);
});
