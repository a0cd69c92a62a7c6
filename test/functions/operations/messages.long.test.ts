import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomer, aMember } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { mailsTo, until } from "../../support/inbox.ts";
import { planFor } from "../../support/invite.ts";
import { aCrowd, ended, resultsOf } from "../../support/operations.ts";
import { tableOf } from "../../support/table.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterEach(() => host.suffer());
afterAll(() => host.end());

/** Hands the worker a message that the queue would not deliver like this. */
const deliver = (operation: string, step: number) =>
  host.invoke("Worker", {
    Records: [{ messageId: `${step}`, body: JSON.stringify({ operation, step }) }],
  });

test("messages that come twice, late, early or in the wrong order do nothing twice", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const member = await aMember(customer, ["employee"], host);
  const ids = await aCrowd(customer, member, 1_100, host);
  const everybody = [...ids, member.id, owner.id].sort();
  const { id } = (await owner.post(`${path}/people/renew`)).body;
  await until(
    async () => (await owner.get(`/v1/operations/${id}`)).body.progress.done > 0,
    "a page",
  );
  const storm = [3, 0, 1, 0, 2, 0, 1, 7, 0].map((step) => deliver(id, step));
  await Promise.all(storm);
  const sweeps = setInterval(() => host.move(60_000), 2_000);
  try {
    expect(await ended(owner, id)).toMatchObject({
      results: { done: everybody.length, failed: 0 },
    });
  } finally {
    clearInterval(sweeps);
  }
  const seen = async () => (await resultsOf(owner, id)).map(({ id }) => id);
  expect(await seen()).toEqual(everybody);
  const key = keys.operation({ operation: id });
  const before = await tableOf(host).get(key);
  for (const step of [0, 1, 2, Number(before?.steps)]) await deliver(id, step);
  expect(await tableOf(host).get(key)).toEqual(before);
  expect(await seen()).toEqual(everybody);
});

test("mails of other customers do not wait behind a long operation", async () => {
  const [long, other] = [await aCustomer(host), await aCustomer(host)];
  const member = await aMember(long, ["employee"], host);
  await aCrowd(long, member, 600, host);
  const { id } = (await long.owner.post(`${long.path}/people/renew`)).body;
  const isUnderWay = async () =>
    (await long.owner.get(`/v1/operations/${id}`)).body.state === "running";
  await until(isUnderWay, "the operation");
  for (let i = 0; i < 3; i++) {
    const plan = planFor();
    await other.owner.post(`${other.path}/invitations`, plan);
    await until(async () => (await mailsTo(plan.email, host)).length === 1, "the mail");
    expect(await isUnderWay()).toBe(true);
  }
  const gone = await aMember(other, ["employee"], host);
  const removed = await other.owner.delete(`${other.path}/members/${gone.id}`, { "if-match": "*" });
  await ended(other.owner, removed.body.operation);
  expect(await isUnderWay()).toBe(true);
  await ended(long.owner, id);
});
