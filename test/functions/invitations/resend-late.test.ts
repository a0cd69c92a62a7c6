import { expect, test } from "vitest";
import { newAddress } from "../../support/api.ts";
import { aCustomer, aPerson } from "../../support/given.ts";
import { invite, sentAgo } from "../../support/invite.ts";

/** An invitation that could be sent again. */
async function sentBefore(email: string, more: object = {}) {
  const { path, owner } = await aCustomer();
  const { body } = await invite(owner, path, { email });
  await sentAgo(body, 2, { ...more });
  return { path, owner, at: `${path}/invitations/${body.id}` };
}

test("sends nothing again to who has become a member meanwhile, and names the member", async () => {
  const person = await aPerson();
  const { path, owner, at } = await sentBefore(person.email);
  await owner.put(`${path}/members/${person.id}/roles/employee`);
  const { status, body } = await owner.post(`${at}/resend`);
  expect([status, body.code, body.member]).toEqual([409, "already_member", person.id]);
  expect((await owner.get(at)).body).toMatchObject({ resent: 0, version: 1 });
});

test("sends again to somebody who is known, but no member", async () => {
  const { email } = await aPerson();
  const { owner, at } = await sentBefore(email);
  expect((await owner.post(`${at}/resend`)).body.resent).toBe(1);
});

test("sends nothing again once the access it offers has ended", async () => {
  const email = newAddress("late");
  const { owner, at } = await sentBefore(email, { accessExpiresAt: "2020-01-01T00:00:00.000Z" });
  const { status, body } = await owner.post(`${at}/resend`);
  expect([status, body.code]).toEqual([409, "invitation_blocked"]);
  expect((await owner.get(at)).body.resent).toBe(0);
});
