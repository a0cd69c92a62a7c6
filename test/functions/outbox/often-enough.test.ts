import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomer, aMember, type Person } from "../../support/given.ts";
import { mailsTo, mailTo, until } from "../../support/inbox.ts";
import { tableOf } from "../../support/table.ts";

/** Where the mails of today are counted that one person's doings brought another one. */
const countOf = (actor: Person, recipient: Person) =>
  keys.rate({
    caller: actor.id,
    what: `letters to ${recipient.id}`,
    window: new Date().toISOString().slice(0, 10),
  });

/** What became of the letter about the newest change of somebody's roles. */
async function fate({ path, owner }: { path: string; owner: Person }, person: Person) {
  const { body } = await owner.get(`${path}/events?subject=${person.id}`);
  const key = keys.letter({ event: body.items[0].id, recipient: person.id });
  return until(async () => {
    const letter = await tableOf().get(key);
    return /^(sent|dropped)$/.test(String(letter?.state)) && letter;
  }, "the mail");
}

test("nobody has another person told more than fifty times a day", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const admin = await aMember(customer, ["admin"]);
  const person = await aMember(customer, ["employee"]);
  await mailTo(person.email);
  const ids = Array.from({ length: 49 }, (_, i) => `evt_${i}`);
  await tableOf().change(countOf(owner, person), { ids: new Set(ids) });
  const role = `${path}/members/${person.id}/roles/admin`;
  await owner.put(role);
  expect(await fate(customer, person)).toMatchObject({ state: "sent" });
  await owner.delete(role);
  expect(await fate(customer, person)).toMatchObject({
    state: "dropped",
    detail: { reason: expect.stringMatching(/often enough/) },
  });
  expect((await person.get(path)).body.permissions).not.toContain("customer.edit");
  await admin.put(role);
  expect(await fate(customer, person)).toMatchObject({ state: "sent" });
  expect(await mailsTo(person.email)).toHaveLength(3);
});

test("who was told of much that they got is told of the end, too", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const person = await aMember(customer, ["employee"]);
  await mailTo(person.email);
  const ids = Array.from({ length: 50 }, (_, i) => `evt_${i}`);
  await tableOf().change(countOf(owner, person), { ids: new Set(ids) });
  await owner.delete(`${path}/members/${person.id}/roles/employee`);
  expect(await mailTo(person.email, undefined, { about: /has ended$/ })).toBeDefined();
});

test("a mail that is tried again counts once", async () => {
  const customer = await aCustomer();
  const person = await aMember(customer, ["employee"]);
  const { event } = (await fate(customer, person)) as { event: string };
  const letter = keys.letter({ event, recipient: person.id });
  await tableOf().change(letter, { state: "open", attempts: 0 });
  await mailTo(person.email, undefined, { count: 2 });
  expect((await tableOf().get(countOf(customer.owner, person)))?.ids).toEqual(new Set([event]));
});
