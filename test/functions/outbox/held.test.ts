import { afterAll, beforeAll, beforeEach, expect, inject, test, vi } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomer } from "../../support/given.ts";
import { invite } from "../../support/invite.ts";
import { tableOf } from "../../support/table.ts";

beforeAll(() => {
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", inject("dynamodb"));
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  vi.stubEnv("POWERTOOLS_LOG_LEVEL", "SILENT");
  vi.stubEnv("TABLE_NAME", "usher");
});
beforeEach(() => {
  vi.stubEnv("MAIL_FROM", "");
  vi.stubEnv("MAIL_FREEZE", "");
});
afterAll(() => vi.unstubAllEnvs());

/** A letter that nobody has begun to send, since it does not wait in the open. */
async function aLetter() {
  const { owner, path } = await aCustomer();
  const { body } = await invite(owner, path);
  const key = keys.letter({ event: `evt_${body.id}`, recipient: body.id });
  const createdAt = new Date().toISOString();
  await tableOf().put({
    ...key,
    kind: "letter",
    letter: "invitation",
    state: "held",
    attempts: 0,
    version: 1,
    event: `evt_${body.id}`,
    recipient: body.id,
    customer: body.customer,
    actor: owner.id,
    createdAt,
    requestId: "test",
  });
  return { key, createdAt, now: () => tableOf().get(key) };
}

const deliver = async (key: { pk: string; sk: string }) =>
  (await import("../../../functions/outbox/deliver.ts")).deliver(key);

test("holds letters while there is no sender, for as long as that takes", async () => {
  const { key, now } = await aLetter();
  for (let i = 0; i < 7; i++) await deliver(key);
  expect(await now()).toMatchObject({ state: "held", attempts: 0 });
  const due = String((await now())?.duesk).slice(0, 24);
  expect((Date.parse(due) - Date.now()) / 60_000).toBeCloseTo(60, 0);
});

test("drops letters made before the mail freeze, and no younger ones", async () => {
  vi.stubEnv("MAIL_FROM", "no address at all");
  const { key, createdAt, now } = await aLetter();
  vi.stubEnv("MAIL_FREEZE", createdAt);
  vi.stubEnv("SECRET_KEY_ID", "none");
  vi.stubEnv("AWS_ENDPOINT_URL_KMS", "http://127.0.0.1:1");
  await deliver(key);
  expect(await now()).toMatchObject({ state: "held", attempts: 0 });
  vi.stubEnv("MAIL_FREEZE", new Date(Date.parse(createdAt) + 1).toISOString());
  await deliver(key);
  expect(await now()).toMatchObject({
    state: "dropped",
    detail: { reason: expect.stringContaining("freeze") },
  });
});
