import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newAddress } from "../../support/api.ts";
import { aCustomer } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { mailsTo, mailTo, tokenIn, until } from "../../support/inbox.ts";
import { invite } from "../../support/invite.ts";
import { tableOf } from "../../support/table.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  // Sweeps come when a test asks for them, however slow the machine.
  host = await startHost({ schedulesByHand: true });
});
afterEach(() => host.suffer());
afterAll(() => host.end());

type Luck = ReturnType<NonNullable<Parameters<typeof host.suffer>[0]>>;

const throttled = { error: "Throttling", message: "Maximum sending rate exceeded." };
const quota = { error: "Throttling", message: "Daily message quota exceeded." };
const paused = { error: "AccountSendingPausedException", message: "Sending is paused." };
const rejected = { error: "MessageRejected", message: "The content is not allowed." };
const lost = { lose: "answer" } as const;

/** Invites somebody, and answers how to see what becomes of the mail. `lucks` are what SES meets with the first times that it is asked to send it: other mails, left from what was before, take none of them. */
async function anInvited(...lucks: Luck[]) {
  const address = newAddress("invited");
  const isTheirs = (input: object) =>
    Object.entries(input).some(([name, it]) => name.startsWith("Destination.") && it === address);
  if (lucks.length > 0)
    host.suffer(({ service, input }) =>
      service === "ses" && isTheirs(input) ? lucks.shift() : undefined,
    );
  const customer = await aCustomer(host);
  const { body } = await invite(customer.owner, customer.path, { email: address });
  const { body: events } = await customer.owner.get(`${customer.path}/events?subject=${body.id}`);
  const key = keys.letter({ event: events.items[0].id, recipient: body.id });
  const letter = () => tableOf(host).get(key);
  const becomes = (state: string) =>
    until(async () => (await letter())?.state === state, `the letter ${state}`);
  const mails = () => mailsTo(body.email, host);
  const state = async () =>
    (await customer.owner.get(`${customer.path}/invitations/${body.id}`)).body.state;
  return { ...customer, ...body, letter, becomes, mails, state };
}

async function sweepAfter(seconds: number) {
  host.move(seconds * 1000);
  await host.tick("LetterSweep");
}

test.each([
  ["is throttled", throttled, 61],
  ["cannot send at all for now", paused, 301],
])("sends later what SES does not take because it %s", async (_, luck, wait) => {
  const { becomes, letter, mails, state } = await anInvited(luck);
  await becomes("held");
  await sweepAfter(10);
  expect([await mails(), await state()]).toEqual([[], "pending"]);
  await sweepAfter(wait);
  await becomes("sent");
  expect(await letter()).toMatchObject({ attempts: 1 });
  expect(await mails()).toHaveLength(1);
});

test("sends a letter that it took, though the table's answer to that is lost", async () => {
  const taken = new Set<string>();
  host.suffer(({ operation, input }) => {
    const { Key, UpdateExpression } = input as { Key?: object; UpdateExpression?: string };
    const letter = JSON.stringify(Key);
    if (operation !== "UpdateItem" || !UpdateExpression?.includes("attempts + ")) return undefined;
    return taken.size < taken.add(letter).size ? { lose: "answer" } : undefined;
  });
  const { becomes, letter } = await anInvited();
  await becomes("sent");
  expect(taken.size).toBeGreaterThan(0);
  expect(await letter()).toMatchObject({ attempts: 1 });
});

test("sends again, after a while and with the same link, what may or may not have gone", async () => {
  const { becomes, letter, mails } = await anInvited(lost);
  await becomes("claimed");
  await sweepAfter(61);
  expect(await letter()).toMatchObject({ state: "claimed", attempts: 1 });
  await sweepAfter(31);
  await becomes("sent");
  expect(await letter()).toMatchObject({ attempts: 2 });
  const [one, other] = await mails();
  expect(tokenIn(one as never)).toBe(tokenIn(other as never));
});

test("gives up after five unknown outcomes, and says that the invitation did not arrive", async () => {
  const { becomes, letter, mails, state, owner } = await anInvited(...Array(9).fill(lost));
  await becomes("claimed");
  for (let sent = 1; sent < 5; sent++) {
    await sweepAfter(91);
    await until(async () => (await mails()).length === sent + 1, "another attempt");
  }
  await sweepAfter(91);
  await becomes("failed");
  await until(async () => (await state()) === "undeliverable", "the news");
  expect(await letter()).toMatchObject({ attempts: 5 });
  await sweepAfter(91);
  expect(await mails()).toHaveLength(5);
  await mailTo(owner.email, host);
});

test("marks an invitation that SES rejects, and tells whoever sent it", async () => {
  const { becomes, email, firstName, state, owner, path, id } = await anInvited(rejected);
  await becomes("failed");
  expect(await state()).toBe("undeliverable");
  const { body } = await mailTo(owner.email, host);
  expect(body.text).toContain(firstName);
  const { body: events } = await owner.get(`${path}/events?subject=${id}`);
  expect(events.items[0]).toMatchObject({
    type: "customer.invitation.undeliverable",
    actor: { type: "system" },
  });
  expect(JSON.stringify(events)).not.toContain(email);
});

test("marks it also when it could not at first", async () => {
  let failed = false;
  host.suffer(({ service, operation, functionId }) => {
    if (service === "ses") return rejected;
    if (failed || operation !== "TransactWriteItems" || !/^Mailer/.test(functionId)) return;
    failed = true;
    return { error: "InternalServerError" };
  });
  const { becomes, state } = await anInvited();
  await until(async () => failed, "the fault");
  await sweepAfter(91);
  await becomes("failed");
  expect(await state()).toBe("undeliverable");
});

test("may send twice what was sent but could not be marked, and nothing else", async () => {
  let asked = 0;
  host.suffer(({ input }) => {
    const isSettling = /#state = :state, detail/.test(String(input.UpdateExpression));
    const isInvitation = /"inv_/.test(JSON.stringify(input.Key));
    return isSettling && isInvitation && asked++ < 3 ? { error: "InternalServerError" } : undefined;
  });
  const { becomes, mails } = await anInvited();
  await until(async () => (await mails()).length === 1, "the mail");
  await until(async () => asked === 3, "the faults");
  await sweepAfter(91);
  await becomes("sent");
  await sweepAfter(91);
  expect(await mails()).toHaveLength(2);
});

test("makes no mail while the key of the secrets is out of reach, and loses none", async () => {
  host.suffer(({ service }) => (service === "kms" ? { error: "KMSInternalException" } : undefined));
  const { becomes, letter, mails } = await anInvited();
  await becomes("held");
  expect(await letter()).toMatchObject({ attempts: 0 });
  host.suffer();
  await sweepAfter(61);
  await becomes("sent");
  expect(await mails()).toHaveLength(1);
});

test("sends nothing more once the day's quota is used up, and everything when it is back", async () => {
  let posted = 0;
  host.suffer(({ service }) => {
    if (service !== "ses") return undefined;
    posted++;
    return quota;
  });
  const first = await anInvited();
  await first.becomes("held");
  // One thread for each shard of the stream, and one for the sweep, learn of it by themselves.
  const before = posted;
  const others = [];
  for (let i = 0; i < 3; i++) others.push(await anInvited());
  for (const other of others) await other.becomes("held");
  await sweepAfter(61);
  await sweepAfter(61);
  expect(posted - before).toBeLessThan(4);
  host.suffer();
  await sweepAfter(16 * 60);
  for (const { becomes, mails } of [first, ...others]) {
    await becomes("sent");
    expect(await mails()).toHaveLength(1);
  }
});
