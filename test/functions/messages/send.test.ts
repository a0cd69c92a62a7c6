import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { endedNow } from "../../support/ended.ts";
import { aCustomer, aGroup, aMember, anAdmin, aPerson, theAdmin } from "../../support/given.ts";
import { mailsTo, mailTo } from "../../support/inbox.ts";
import { disable } from "../../support/invite.ts";
import { ended } from "../../support/operations.ts";
import { codeOf } from "../../support/race.ts";

const about = /^A message to everybody in/;

const toldOf = async ({ email }: { email: string }) =>
  (await mailsTo(email)).filter(({ subject }) => about.test(subject)).length;

test("each member has one mail, those of groups, too; nobody else has any", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const [admin, stranger, inGroup] = [await theAdmin(), await aPerson(), await aPerson()];
  const [both, gone] = [await aMember(customer, ["admin"]), await aMember(customer, ["employee"])];
  await aGroup(customer, ["employee"], [inGroup, both]);
  await aGroup(customer, ["employee"], [inGroup]);
  await aGroup(customer, ["employee"]);
  await aGroup(customer, [], [stranger]);
  const past = await aPerson();
  const role = `${path}/members/${past.id}/roles/admin`;
  await endedNow(async (expiresAt) => (await owner.put(role, { expiresAt })).status === 200);
  await disable(gone.id);
  const text = "Sign-in is down on Sunday.\n<b>See</b> https://evil.example/x";
  const sent = await admin.post(`${path}/messages`, { text });
  expect([sent.status, sent.body.kind]).toEqual([202, "message-sent"]);
  expect(await ended(admin, sent.body.id)).toMatchObject({ state: "done", results: { failed: 0 } });
  for (const { email } of [owner, both, inGroup]) {
    const { subject, body } = await mailTo(email, undefined, { about });
    expect(subject).toContain(customer.id);
    const plain = body.text.replaceAll("\u200a", "");
    expect(plain).toContain("who helps run the platform, wrote this to everybody in");
    expect(plain).toContain("The message:\n> Sign-in is down on Sunday.\n> <b>See</b> https:");
    expect(body.html).toContain("&lt;b&gt;See&lt;/b&gt;");
    expect(body.html + body.text).not.toContain("https://evil.example");
  }
  const counts = [];
  for (const one of [owner, both, inGroup, stranger, gone, past]) counts.push(await toldOf(one));
  expect(counts).toEqual([1, 1, 1, 0, 0, 0]);
  const { items } = (await owner.get(`${path}/events?type=customer.message.sent`)).body;
  expect(items).toMatchObject([{ actor: { id: admin.id }, subject: customer.id }]);
});

test("a repeated request writes to nobody again", async () => {
  const { owner, path } = await aCustomer();
  const by = await anAdmin(["organization-user"]);
  const key = { "idempotency-key": newId("key") };
  const send = () => by.post(`${path}/messages`, { text: "Hello" }, key);
  const { id } = (await send()).body;
  expect(await ended(by, id)).toMatchObject({ results: { done: 1, failed: 0 } });
  expect((await send()).body.id).toBe(id);
  await mailTo(owner.email, undefined, { about });
  expect(await toldOf(owner)).toBe(1);
});

test("only who may message customers does, and no more than fits into a mail", async () => {
  const { owner, path } = await aCustomer();
  const [admin, support] = [await theAdmin(), await anAdmin(["ops-support"])];
  for (const by of [owner, support])
    expect((await by.post(`${path}/messages`, { text: "Hello" })).status).toBeGreaterThan(402);
  for (const text of ["", " ", "x".repeat(1001), "x\n".repeat(12).concat("x"), "a\u0000b", 7]) {
    const { status, body } = await admin.post(`${path}/messages`, { text });
    expect([status, body.errors[0].pointer]).toEqual([400, "/text"]);
  }
  const { id } = await aCustomer();
  await admin.post(`/v1/customers/${id}/disable`, { reason: "Unpaid" });
  const refused = await admin.post(`/v1/customers/${id}/messages`, { text: "Hello" });
  expect(codeOf(refused)).toEqual([409, "customer_disabled"]);
});
