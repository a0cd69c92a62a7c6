import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomer, anInvitation, aPerson } from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { mailTo, tokenIn } from "../../support/inbox.ts";
import { planFor, sentAgo } from "../../support/invite.ts";
import { tableOf } from "../../support/table.ts";

let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

/** Everything that the host has written down, by file, the inbox apart. */
const written = () =>
  new Map(
    readdirSync(host.stateDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "inbox.jsonl")
      .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name))]),
  );

/** Links in all their stages: accepted, declined, replaced, sent in bulk, previewed. */
async function secretsOfEveryKind() {
  const customer = await aCustomer(host);
  const say = (answer: string, token: string) =>
    accepted.nobody.post(`/v1/invitations/${answer}`, { token });
  const accepted = await anInvitation(customer, {}, host);
  await say("accept", accepted.token);
  const declined = await anInvitation(customer, {}, host);
  await say("decline", declined.token);
  const replaced = await anInvitation(customer, {}, host);
  await say("preview", replaced.token);
  await sentAgo(replaced.body, 2, {}, host);
  await customer.owner.post(`${customer.path}/invitations/${replaced.id}/resend`);
  const renewed = tokenIn(await mailTo(replaced.email, host, { count: 2 }));
  await say("preview", `${renewed}x`);
  const plan = planFor();
  await customer.owner.post(`${customer.path}/invitations/bulk`, { invitations: [plan] });
  const inBulk = tokenIn(await mailTo(plan.email, host));
  await (await aPerson(plan.email, host)).get("/v1/me/invitations");
  const { token: bearer } = customer.owner;
  const emails = [accepted, declined, replaced, plan, customer.owner].map(({ email }) => email);
  const tokens = [accepted.token, declined.token, replaced.token, renewed, inBulk];
  return { tokens, bearer, emails, replaced };
}

test("stands in the mail and nowhere else: no item, stream record, message, log line", async () => {
  const { tokens, bearer, emails } = await secretsOfEveryKind();
  const files = written();
  const secrets = tokens.map((token) => token.split(".").at(-1) as string);
  for (const secret of secrets) {
    const bytes = Buffer.from(secret, "base64url");
    const forms = [secret, bytes.toString("base64"), bytes.toString("hex")];
    for (const [file, content] of files)
      for (const form of forms) expect(content.includes(form), `${form} in ${file}`).toBe(false);
  }
  const log = files.get("usher.log") as Buffer;
  expect(log.includes("mail sent")).toBe(true);
  for (const text of [bearer, bearer.split(".")[2] as string, ...emails])
    expect(log.includes(text), `${text} in the log`).toBe(false);
  const [, newest = ""] = secrets.slice(-2);
  const hash = createHash("sha256").update(newest).digest("base64url");
  expect([...files.values()].some((content) => content.includes(hash))).toBe(true);
});

test("has 256 bits, and is the same for the same round however often its mail is made", async () => {
  const customer = await aCustomer(host);
  const { token, email, body } = await anInvitation(customer, {}, host);
  expect(Buffer.from(token.split(".").at(-1) as string, "base64url")).toHaveLength(32);
  const { body: events } = await customer.owner.get(`${customer.path}/events?subject=${body.id}`);
  const letter = keys.letter({ event: events.items[0].id, recipient: body.id });
  await tableOf(host).change(letter, { state: "open" });
  expect(tokenIn(await mailTo(email, host, { count: 2 }))).toBe(token);
});
