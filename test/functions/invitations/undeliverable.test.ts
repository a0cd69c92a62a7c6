import { expect, test } from "vitest";
import { newId } from "../../../shared/model/id.ts";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomer, anInvitation, aPerson } from "../../support/given.ts";
import { mailsTo, mailTo, tokenIn, until } from "../../support/inbox.ts";
import { sentAgo } from "../../support/invite.ts";
import { tableOf } from "../../support/table.ts";

/** An invitation whose mail was reported as not delivered. */
async function unwanted() {
  const customer = await aCustomer();
  const sent = await anInvitation(customer);
  await sentAgo(sent.body, 2, { state: "undeliverable" });
  return { ...customer, ...sent, at: `${customer.path}/invitations/${sent.id}` };
}

test.each(["accept", "decline"])(
  "gives no answer to %s before it is sent again",
  async (answer) => {
    const { id, owner, at, email, token, nobody } = await unwanted();
    const person = await aPerson(email);
    for (const refused of [
      await nobody.post(`/v1/invitations/${answer}`, { token }),
      await person.post(`/v1/me/invitations/${id}/${answer}`),
    ])
      expect([refused.status, refused.body.code, refused.body.state]).toEqual([
        409,
        "invitation_ended",
        "undeliverable",
      ]);
    expect((await owner.get(at)).body.state).toBe("undeliverable");
    expect((await owner.post(`${at}/resend`)).body.state).toBe("pending");
    const renewed = tokenIn(await mailTo(email, undefined, { count: 2 }));
    expect((await nobody.post(`/v1/invitations/${answer}`, { token: renewed })).status).toBe(200);
  },
);

test("dies with a customer that is being closed", async () => {
  const { body, nobody, token } = await unwanted();
  const customer = keys.customer({ customer: body.customer });
  await tableOf().change(customer, { status: "deleting" });
  for (const answer of ["accept", "decline"]) {
    const refused = await nobody.post(`/v1/invitations/${answer}`, { token });
    expect([refused.status, refused.body.state]).toEqual([409, "revoked"]);
  }
});

test("has no second mail of the round that did not arrive", async () => {
  const { id, owner, email, body } = await unwanted();
  const letter = { event: newId("event", new Date()), recipient: id };
  await tableOf().put({
    ...keys.letter(letter),
    ...letter,
    kind: "letter",
    letter: "invitation",
    state: "open",
    customer: body.customer,
    actor: owner.id,
    version: 1,
    attempts: 0,
    createdAt: new Date().toISOString(),
    requestId: "again",
  });
  const settled = await until(async () => {
    const item = await tableOf().get(keys.letter(letter));
    return item?.state === "dropped" && item;
  }, "the mailer");
  expect(settled.detail).toEqual({ reason: "the invitation is undeliverable" });
  expect(await mailsTo(email)).toHaveLength(1);
});
