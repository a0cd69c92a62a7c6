import { expect, test } from "vitest";
import { aWatchedCustomer } from "../../support/access-requests.ts";
import { aCustomerOf } from "../../support/given.ts";
import { mailTo } from "../../support/inbox.ts";
import { any, moveTo } from "../../support/moves.ts";

test("of a move below a customer that was closed meanwhile people are told that it was", async () => {
  const { owner, second, path, decide } = await aWatchedCustomer();
  await owner.put(`${path}/members/${second.id}/roles/owner`);
  const parent = await aCustomerOf(owner);
  const asked = await moveTo({ path }, parent.id, owner);
  const close = { confirm: parent.id, reason: "Merged" };
  expect((await owner.post(`${parent.path}/close`, close, any)).status).toBe(200);
  const late = await decide(second, asked.body.id, "approve");
  const why = `${parent.id}, below which it was to stand, is closed by now, or whoever asked may not see it any more.`;
  expect([late.status, late.body.code, late.body.detail]).toEqual([
    409,
    "request_lapsed",
    `It cannot be carried out any more: ${why}`,
  ]);
  const { reason } = (await owner.get(`${path}/access-requests/${asked.body.id}`)).body;
  expect(reason).toBe(why);
  const mail = await mailTo(owner.email, undefined, { about: /was not approved/ });
  expect(mail.body.text).toContain(`> ${why}`);
});

test("whoever asked reads the whole reason for which it was declined", async () => {
  const { second, decide, ask, owner } = await aWatchedCustomer();
  const { request } = await ask();
  const reason = `${"Not before the audit is over and everybody has signed. ".repeat(8)}Ask then.`;
  expect((await decide(second, request, "decline", { reason })).status).toBe(200);
  const mail = await mailTo(owner.email, undefined, { about: /was not approved/ });
  expect(mail.body.text).toContain(`> ${reason}`);
  expect(mail.body.text).toContain("was not carried out; it ended with ");
});
