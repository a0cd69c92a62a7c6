import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomer, aMember } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { until } from "../../support/inbox.ts";
import { invite } from "../../support/invite.ts";
import { aCrowd, ended, resultsOf } from "../../support/operations.ts";
import { tableOf } from "../../support/table.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterEach(() => host.suffer());
afterAll(() => host.end());

/** Hands the worker a message once more. */
const deliver = (operation: string, step: number) =>
  host.invoke("Worker", {
    Records: [{ messageId: `${step}`, body: JSON.stringify({ operation, step }) }],
  });

/** A customer with some people, of whom one has a record that nobody can read. */
async function withPoison(count: number) {
  const customer = await aCustomer(host);
  const member = await aMember(customer, ["employee"], host);
  const ids = await aCrowd(customer, member, count, host);
  const poison = ids[Math.floor(count / 2)] as string;
  const key = keys.user({ user: poison });
  const record = await tableOf(host).get(key);
  await tableOf(host).change(key, { status: 12 });
  const cure = () => tableOf(host).put({ ...record, ...key });
  const everybody = [...ids, member.id, customer.owner.id].sort();
  return { customer, everybody, poison, cure };
}

test("one thing that always fails holds up no other, and is tried alone again", async () => {
  const { customer, everybody, poison, cure } = await withPoison(150);
  const { owner, path } = customer;
  const { id } = (await owner.post(`${path}/people/renew`)).body;
  const others = everybody.filter((one) => one !== poison);
  expect(await ended(owner, id)).toMatchObject({
    state: "done",
    results: { done: others.length, failed: 1 },
    progress: { done: everybody.length },
  });
  expect(await resultsOf(owner, id, "failed")).toEqual([
    {
      part: "people",
      id: poison,
      state: "failed",
      code: "internal",
      message: expect.stringContaining(id),
    },
  ]);
  expect((await resultsOf(owner, id, "done")).map(({ id }) => id)).toEqual(others);
  expect((await resultsOf(owner, id))[0]).toMatchObject({ id: poison, state: "failed" });

  await owner.post(`/v1/operations/${id}/retry`);
  expect(await ended(owner, id)).toMatchObject({
    results: { done: others.length, failed: 1 },
    progress: { done: everybody.length },
  });
  await cure();
  const looked: string[] = [];
  host.suffer(({ functionId, input }) => {
    const key = input.Key as { pk?: { S: string } } | undefined;
    if (/^Worker/.test(functionId) && key?.pk?.S.startsWith("U#")) looked.push(key.pk.S);
    return undefined;
  });
  const again = await owner.post(`/v1/operations/${id}/retry`);
  expect(again).toMatchObject({ status: 202, body: { state: "running" } });
  expect(await ended(owner, id)).toMatchObject({
    results: { done: everybody.length, failed: 0 },
    progress: { done: everybody.length },
  });
  expect([...new Set(looked)]).toEqual([keys.user({ user: poison }).pk]);
  expect(await resultsOf(owner, id, "failed")).toEqual([]);
  expect((await resultsOf(owner, id)).map(({ id }) => id).sort()).toEqual(everybody);
  const over = await owner.post(`/v1/operations/${id}/retry`);
  expect([over.status, over.body.code]).toEqual([409, "nothing_to_retry"]);
});

test("a thing that the worker never survives is given up, and the rest goes on", async () => {
  const { customer, everybody, poison } = await withPoison(40);
  const { owner, path } = customer;
  let deaths = 0;
  host.suffer(async ({ functionId, input }) => {
    const key = input.Key as { pk?: { S: string } } | undefined;
    if (!/^Worker/.test(functionId) || key?.pk?.S !== keys.user({ user: poison }).pk) return;
    deaths += 1;
    await host.kill("Worker");
    // The message comes again when nobody has worked on it for a while.
    setTimeout(() => host.move(125_000), 200);
    return { lose: "answer" } as const;
  });
  const { id } = (await owner.post(`${path}/people/renew`)).body;
  expect(await ended(owner, id)).toMatchObject({
    state: "done",
    results: { done: everybody.length - 1, failed: 1 },
  });
  expect(await resultsOf(owner, id, "failed")).toMatchObject([{ id: poison }]);
  expect((await resultsOf(owner, id)).map(({ id }) => id).sort()).toEqual(everybody);
  expect(deaths).toBeGreaterThan(3);
  expect(deaths).toBeLessThan(15);
});

test("what stopped before its first page begins again from its beginning", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const admin = await aMember(customer, ["admin"], host);
  const { id: invitation } = (await invite(admin, path)).body;
  const key = keys.invitation({ customer: customer.id, invitation });
  const record = await tableOf(host).get(key);
  await tableOf(host).change(key, { expiresAt: 12 });
  const removed = await owner.delete(`${path}/members/${admin.id}`, { "if-match": "*" });
  const { operation } = removed.body;
  const read = async () => (await owner.get(`/v1/operations/${operation}`)).body;
  await until(async () => {
    await deliver(operation, 0).catch(() => {});
    return (await read()).state === "failed";
  }, "the stop");
  expect(await read()).toMatchObject({ failure: expect.stringContaining("20 times in a row") });

  await tableOf(host).change(key, { expiresAt: record?.expiresAt });
  expect((await owner.post(`/v1/operations/${operation}/retry`)).status).toBe(202);
  // What waits for the message that failed goes on when that comes again.
  host.move(125_000);
  expect(await ended(owner, operation)).toMatchObject({ state: "done" });
  expect((await owner.get(`${path}/invitations/${invitation}`)).body.state).toBe("revoked");
});

test.each([
  { fails: "what is read", operation: "GetItem", most: 30 },
  { fails: "only what is done to the very thing", operation: "UpdateItem", most: 60 },
])("an outage is nobody's fault: nothing is given up where $fails fails", async (outage) => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  let times = 0;
  host.suffer(({ functionId, operation }) => {
    const isWork = /^Worker/.test(functionId) && operation === outage.operation;
    return isWork && times++ < outage.most ? { error: "InternalServerError" } : undefined;
  });
  const { id } = (await owner.post(`${path}/people/renew`)).body;
  const sweeps = setInterval(() => {
    host.move(125_000);
    void host.tick("Sweep").catch(() => {});
  }, 1000);
  try {
    expect(await ended(owner, id)).toMatchObject({ results: { done: 1, failed: 0 } });
  } finally {
    clearInterval(sweeps);
  }
  expect(times).toBeGreaterThan(outage.most);
});

test("what others hold for seconds is done as soon as they let it go", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const user = keys.user({ user: owner.id }).pk;
  const letGo = Date.now() + 3_000;
  let held = 0;
  host.suffer(({ functionId, operation, items }) => {
    const isCopied = /^Worker/.test(functionId) && operation === "UpdateItem";
    if (!isCopied || !items.some((item) => item.includes(user)) || Date.now() > letGo) return;
    held += 1;
    return { error: "TransactionConflictException" };
  });
  await owner.patch("/v1/me", { firstName: "Nadia" }, { "if-match": "*" });
  const isShown = async () => {
    const { items } = (await owner.get(`${path}/members`)).body;
    const { copies } = (await tableOf(host).get(keys.user({ user: owner.id }))) ?? {};
    return items[0].principal.firstName === "Nadia" && copies === undefined;
  };
  await until(isShown, "the name in the list");
  expect(held).toBeGreaterThan(3);
});
