import { afterAll, beforeAll, expect, test } from "vitest";
import { firstIdOf } from "../../../shared/model/id.ts";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomerBelow } from "../../support/below.ts";
import { close } from "../../support/closing.ts";
import {
  aCustomer,
  aMember,
  anAdmin,
  anAdminGroup,
  aPerson,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { mailsTo, until } from "../../support/inbox.ts";
import { disable } from "../../support/invite.ts";
import { tableOf } from "../../support/table.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  // Letters wait for the sweep, and the sweep for the test, so that something can happen before they are sent.
  host = await startHost({ streamFaults: { seed: 1, lost: true }, schedulesByHand: true });
});
afterAll(() => host.end());

const any = { "if-match": "*" };

/** Ends all tasks; letters are written by then, and not sent. */
async function endTasks() {
  for (let round = 0; round < 2; round++) {
    host.move(61_000);
    await host.tick("Sweep");
    await until(async () => {
      const items = await tableOf(host).all();
      return items.every(({ kind, state }) => kind !== "operation" || state === "done");
    }, "the end of all tasks");
  }
}

/** Sends the letters that wait. */
async function sendLetters() {
  host.move(61_000);
  await host.tick("LetterSweep");
  await until(async () => {
    const letters = (await tableOf(host).all()).filter(({ kind }) => kind === "letter");
    return letters.every(({ state }) => state !== "claimed" && state !== "open");
  }, "the end of all letters");
}

const toldOf = async ({ email }: Person, { id }: { id: string }) =>
  (await mailsTo(email, host)).filter(
    ({ subject, body }) => /has no owner/.test(subject) && body.text.includes(id),
  );

/** The event of the last owner's declining, as far as it asked for somebody to be told. */
async function declinedAt({ id }: { id: string }) {
  const items = await tableOf(host).all();
  const asked = items.find((one) => one.customer === id && one.task === "owner-declined");
  return asked?.event as string | undefined;
}

const stateOf = async (event: string | undefined, { id }: Person) =>
  (await tableOf(host).get(keys.letter({ event: event ?? "-", recipient: id })))?.state;

/** A customer whose second owner is the last one; the first has left. */
async function aCustomerOfLast() {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  await owner.patch(path, { displayName: `<b>A & B</b> ${customer.id}` }, any);
  const last = await aMember(customer, ["owner"], host);
  const admin = await aMember(customer, ["admin"], host);
  expect((await owner.delete(`${path}/members/${owner.id}`, any)).status).toBe(200);
  const decline = () => last.delete(`${path}/members/${last.id}/roles/owner`);
  return { ...customer, last, admin, decline };
}

test("whoever was made owner a month ago at most may decline, and who handles requests is told", async () => {
  const customer = await aCustomerOfLast();
  const { last, path } = customer;
  const [one, both] = [
    await anAdmin(["ops-support"], host),
    await anAdmin(["onboarding-support"], host),
  ];
  const [member, other] = [await aPerson(undefined, host), await anAdmin(["finops-manager"], host)];
  await anAdminGroup(["ops-support"], [member, both, last], host);
  const key = keys.owners({ customer: customer.id });
  const { places } = (await tableOf(host).get(key)) as { places: object[] };
  const daysAgo = (days: number) => ({
    places: places.map((place) => ({
      ...place,
      since: firstIdOf("event", new Date(Date.now() - days * 86_400_000)),
    })),
  });
  await tableOf(host).change(key, daysAgo(31));
  expect((await customer.decline()).body.code).toBe("last_owner");
  expect(await declinedAt(customer)).toBeUndefined();
  await tableOf(host).change(key, daysAgo(29));
  expect((await customer.decline()).status).toBe(200);
  const event = await declinedAt(customer);
  const { body } = await customer.admin.get(`${path}/events?type=customer.owner.declined`);
  expect(body.items).toMatchObject([{ id: event, subject: last.id, actor: { id: last.id } }]);
  await endTasks();
  await sendLetters();
  for (const person of [one, both, member]) {
    const mails = await toldOf(person, customer);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.body.text).toContain("each admin of <b>A & B</b>");
    expect(mails[0]?.body.html).toContain("&lt;b&gt;A &amp; B&lt;/b&gt;");
    expect(mails[0]?.body.html).not.toContain("<b>A");
  }
  for (const person of [other, last]) expect(await stateOf(event, person)).toBeUndefined();
});

test("nobody is told where a live owner is left, of the customer or above it, or none was there before", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const second = await aMember(customer, ["owner"], host);
  await second.delete(`${path}/members/${second.id}/roles/owner`);
  expect(await declinedAt(customer)).toBeUndefined();
  const below = await aCustomerBelow(customer, owner);
  const there = await aPerson(undefined, host);
  const at = `${below.path}/members/${there.id}`;
  expect((await owner.put(`${at}/roles/owner`)).status).toBe(200);
  await owner.delete(`${below.path}/members/${owner.id}`, any);
  expect((await there.delete(at, any)).status).toBe(200);
  expect(await declinedAt(below)).toBeUndefined();
  const had = await aCustomer(host);
  const admin = await aMember(had, ["admin"], host);
  await disable(had.owner.id, host);
  expect((await admin.delete(`${had.path}/members/${had.owner.id}`, any)).status).toBe(200);
  expect(await declinedAt(had)).toBeUndefined();
});

test("nobody is told any more once there is an owner, the customer is closed or it is not their business", async () => {
  const [owned, closed, left] = [
    await aCustomerOfLast(),
    await aCustomerOfLast(),
    await aCustomerOfLast(),
  ];
  const [stays, lost, disabled] = [
    await anAdmin(["ops-support"], host),
    await anAdmin(["ops-support"], host),
    await anAdmin(["ops-support"], host),
  ];
  const admin = await theAdmin(host);
  for (const { decline } of [owned, closed, left]) expect((await decline()).status).toBe(200);
  const events = [await declinedAt(owned), await declinedAt(closed), await declinedAt(left)];
  await endTasks();
  for (const event of events) expect(await stateOf(event, stays)).toBe("open");
  const heir = `${owned.path}/members/${owned.admin.id}/roles/owner`;
  expect((await owned.admin.put(heir)).status).toBe(200);
  expect((await close(admin, closed)).status).toBe(200);
  expect((await admin.delete(`/v1/platform/admins/${lost.id}`, any)).status).toBe(204);
  await disable(disabled.id, host);
  await endTasks();
  await sendLetters();
  const states = events.map((event) => stateOf(event, stays));
  expect(await Promise.all(states)).toEqual(["dropped", "dropped", "sent"]);
  const others = [await stateOf(events[2], lost), await stateOf(events[2], disabled)];
  expect(others).toEqual(["dropped", "dropped"]);
});
