import { afterAll, beforeAll, expect, test } from "vitest";
import { newId, nobody } from "../../support/api.ts";
import { aCustomer, aPerson } from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { mailsTo, mailTo, tokenIn, until } from "../../support/inbox.ts";
import { invite, sentAgo } from "../../support/invite.ts";

let host: Awaited<ReturnType<typeof borrowHost>>;
let set: string;
beforeAll(async () => {
  host = await borrowHost();
  host.suffer(({ input: { ConfigurationSetName } }) => {
    if (ConfigurationSetName) set = String(ConfigurationSetName);
    return undefined;
  });
});
afterAll(() => host.end());

/** Invites an address of SES's mailbox simulator. */
async function invited(kind: string) {
  const customer = await aCustomer(host);
  const email = `${kind}+${newId()}@simulator.amazonses.com`;
  const { body } = await invite(customer.owner, customer.path, { email });
  const at = `${customer.path}/invitations/${body.id}`;
  const state = async () => (await customer.owner.get(at)).body.state;
  const becomes = (wanted: string) => until(async () => (await state()) === wanted, wanted);
  return { ...customer, ...body, at, state, becomes };
}

/** What SES would tell of a mail of this round. */
const tell = (
  { customer, id }: { customer: string; id: string },
  round: number,
  bounceType: string,
) =>
  host.publish({
    source: "aws.ses",
    "detail-type": "Email Bounced",
    detail: {
      eventType: "Bounce",
      bounce: { bounceType },
      mail: {
        tags: {
          "ses:configuration-set": [set],
          customer: [customer],
          invitation: [id],
          round: [String(round)],
        },
      },
    },
  });

test.each(["bounce", "complaint", "suppressionlist"])(
  "a %s makes an invitation undeliverable, and its inviter is told",
  async (kind) => {
    const { becomes, owner, email, at, id } = await invited(kind);
    await becomes("undeliverable");
    const { body } = await mailTo(owner.email, host);
    expect(body.text).toContain("Grace Hopper");
    expect(await mailsTo(owner.email, host)).toHaveLength(1);
    const token = tokenIn(await mailTo(email, host));
    const preview = await nobody(host).post("/v1/invitations/preview", { token });
    expect(preview.body).toMatchObject({ id, state: "undeliverable" });
    expect((await owner.delete(at)).body.state).toBe("revoked");
  },
);

test("sending again brings an undeliverable invitation back", async () => {
  const { becomes, owner, customer, at, id, email } = await invited("bounce");
  await becomes("undeliverable");
  await mailTo(owner.email, host);
  await sentAgo({ customer, id }, 2, {}, host);
  expect((await owner.post(`${at}/resend`)).body).toMatchObject({ state: "pending", resent: 1 });
  await becomes("undeliverable");
  await mailTo(owner.email, host, { count: 2 });
  expect(await mailsTo(email, host)).toHaveLength(2);
});

test("what is told late of an older mail, or passes by itself, changes nothing", async () => {
  const customer = await aCustomer(host);
  const { body } = await invite(customer.owner, customer.path);
  const at = `${customer.path}/invitations/${body.id}`;
  await mailTo(body.email, host);
  await tell(body, 1, "Transient");
  await sentAgo(body, 2, {}, host);
  await customer.owner.post(`${at}/resend`);
  await tell(body, 1, "Permanent");
  const { body: still } = await customer.owner.get(at);
  expect(still).toMatchObject({ state: "pending", resent: 1, version: 2 });
  await tell(body, 2, "Permanent");
  expect((await customer.owner.get(at)).body.state).toBe("undeliverable");
});

test("an answer outweighs a bounce", async () => {
  const customer = await aCustomer(host);
  const { body } = await invite(customer.owner, customer.path);
  const token = tokenIn(await mailTo(body.email, host));
  await nobody(host).post("/v1/invitations/accept", { token });
  await tell(body, 1, "Permanent");
  const { body: still } = await customer.owner.get(`${customer.path}/invitations/${body.id}`);
  expect(still.state).toBe("accepted");
  expect((await (await aPerson(body.email, host)).get(customer.path)).status).toBe(200);
});
