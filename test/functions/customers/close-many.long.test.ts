import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { callDynamoDb } from "../../../infra/local/dynamodb.ts";
import { keys } from "../../../shared/table/schema.ts";
import { newId } from "../../support/api.ts";
import { audit } from "../../support/audit.ts";
import { aCustomerBelow } from "../../support/below.ts";
import { allLookedLast, closeMany, leftOf } from "../../support/closing.ts";
import { aCustomer, aCustomerOf, aMember, aProject, theAdmin } from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { until } from "../../support/inbox.ts";
import { ended, resultsOf } from "../../support/operations.ts";
import { codeOf } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterEach(() => host.suffer());
afterAll(() => host.end());

const byId = (results: readonly { id: string }[]) =>
  Object.fromEntries(results.map((one) => [one.id, one]));

test("many customers are closed by one operation, with a result for each", async () => {
  const mine = await aCustomer(host);
  const { owner } = mine;
  const [other, blocked, stranger] = [
    await aCustomerOf(owner),
    await aCustomerOf(owner),
    await aCustomer(host),
  ];
  const project = await aProject(blocked);
  const employed = await aCustomer(host);
  await employed.owner.put(`${employed.path}/members/${owner.id}/roles/employee`);
  const unknown = newId();
  const ids = [mine, other, blocked, stranger, employed].map(({ id }) => id);
  const answer = await closeMany(owner, [...ids, unknown, mine.id]);
  expect(answer).toMatchObject({
    status: 200,
    body: { dryRun: false, kind: "closings", state: "queued", startedBy: owner.id },
  });
  const end = await ended(owner, answer.body.id);
  expect(end).toMatchObject({
    state: "done",
    progress: { done: 6, total: 6 },
    results: { done: 2, failed: 4 },
  });
  const found = byId(await resultsOf(owner, answer.body.id)) as Record<string, { link?: string }>;
  expect(Object.keys(found)).toHaveLength(6);
  const link = expect.stringMatching(/^\/v1\/operations\/opn_/);
  for (const { id } of [mine, other])
    expect(found[id]).toEqual({ part: "customers", id, state: "done", code: "deleted", link });
  expect(found[blocked.id]).toMatchObject({
    state: "failed",
    code: "blocked",
    blockers: [{ kind: "project", id: project.id, link: project.path }],
  });
  expect(found[employed.id]).toMatchObject({ state: "failed", code: "forbidden" });
  const { id: _, ...toStranger } = found[stranger.id] as { id?: string };
  const { id: __, ...toNobody } = found[unknown] as { id?: string };
  expect(toStranger).toMatchObject({ state: "failed", code: "not_found" });
  expect(toStranger).toEqual(toNobody);
  expect(await owner.get(found[mine.id]?.link as string)).toMatchObject({
    body: { kind: "closing", state: "done", customer: mine.id },
  });
  const admin = await theAdmin(host);
  for (const { path } of [mine, other])
    expect((await admin.get(path)).body).toMatchObject({
      status: "deleted",
      deletedBy: owner.id,
      deletionReason: "The contracts have ended",
    });
  for (const { path } of [blocked, stranger, employed])
    expect((await admin.get(path)).body.status).toBe("active");
  await allLookedLast(host);
  for (const { id } of [mine, other]) expect(await leftOf(host, id)).toEqual([]);
  await audit(host);
});

test("with everything below, who stands below another of them goes with it", async () => {
  const top = await aCustomer(host);
  const { owner } = top;
  const mid = await aCustomerBelow(top, owner);
  const [low, unlisted] = [await aCustomerBelow(mid, owner), await aCustomerBelow(mid, owner)];
  const { body } = await closeMany(
    owner,
    [low, top, mid].map(({ id }) => id),
    { recursive: true },
  );
  expect(await ended(owner, body.id)).toMatchObject({ results: { done: 3, failed: 0 } });
  const found = byId(await resultsOf(owner, body.id));
  expect(found[low.id]).toMatchObject({ code: "deleted", with: top.id });
  expect(found[mid.id]).toMatchObject({ code: "deleted", with: top.id });
  expect(found[top.id]).not.toHaveProperty("with");
  const admin = await theAdmin(host);
  for (const { path } of [top, mid, low, unlisted])
    expect((await admin.get(path)).body.status).toBe("deleted");
});

test("who cannot go with another of them goes by itself", async () => {
  const top = await aCustomer(host);
  const { owner } = top;
  const [free, full] = [await aCustomerBelow(top, owner), await aCustomerBelow(top, owner)];
  const project = await aProject({ ...full, owner });
  const { body } = await closeMany(
    owner,
    [top, free].map(({ id }) => id),
    { recursive: true },
  );
  expect(await ended(owner, body.id)).toMatchObject({ results: { done: 1, failed: 1 } });
  const found = byId(await resultsOf(owner, body.id));
  expect(found[top.id]).toMatchObject({ state: "failed", code: "blocked" });
  expect(found[free.id]).toMatchObject({ state: "done", code: "deleted" });
  expect(found[free.id]).not.toHaveProperty("with");
  const again = await owner.post(`${project.path}/delete`, { confirm: project.id, reason: "A" });
  expect(again.status).toBeLessThan(300);
  expect((await owner.post(`/v1/operations/${body.id}/retry`)).status).toBe(202);
  expect(await ended(owner, body.id)).toMatchObject({ results: { done: 2, failed: 0 } });
  const admin = await theAdmin(host);
  expect((await admin.get(full.path)).body.status).toBe("deleted");
});

test("without what is below, those below come first, and one that is not listed stands in the way", async () => {
  const top = await aCustomer(host);
  const { owner } = top;
  const [mid, spare] = [await aCustomerBelow(top, owner), await aCustomerBelow(top, owner)];
  const low = await aCustomerBelow(mid, owner);
  const { body } = await closeMany(
    owner,
    [top, mid, low].map(({ id }) => id),
  );
  expect(await ended(owner, body.id)).toMatchObject({ results: { done: 2, failed: 1 } });
  const found = byId(await resultsOf(owner, body.id));
  for (const { id } of [mid, low]) expect(found[id]).toMatchObject({ code: "deleted" });
  expect(found[top.id]).toMatchObject({
    code: "blocked",
    blockers: [{ kind: "sub-customer", id: spare.id }],
  });
  const rest = await closeMany(
    owner,
    [top, spare].map(({ id }) => id),
  );
  expect(await ended(owner, rest.body.id)).toMatchObject({ results: { done: 2, failed: 0 } });
});

test("whoever lost the right before a customer's turn comes does not close it", async () => {
  const { id, path, owner } = await aCustomer(host);
  const leaver = await aMember({ path, owner }, ["owner"], host);
  const begun = Promise.withResolvers<void>();
  host.suffer(async ({ functionId }) => {
    if (/^(Worker|Cascade)/.test(functionId)) await begun.promise;
    return undefined;
  });
  const { body } = await closeMany(leaver, [id]);
  expect((await owner.delete(`${path}/members/${leaver.id}`, { "if-match": "*" })).status).toBe(
    200,
  );
  begun.resolve();
  expect(await ended(leaver, body.id)).toMatchObject({ results: { done: 0, failed: 1 } });
  expect(await resultsOf(leaver, body.id)).toMatchObject([{ id, code: "not_found" }]);
  expect((await owner.get(path)).body.status).toBe("active");
});

test("how many there are is typed again, and each once", async () => {
  const { id, path, owner } = await aCustomer(host);
  for (const confirm of [undefined, 2])
    expect((await closeMany(owner, [id, id], { confirm } as object)).body).toMatchObject({
      code: "invalid",
      errors: [{ pointer: "/confirm", message: "must be 1" }],
    });
  expect(codeOf(await closeMany(owner, []))).toEqual([400, "invalid"]);
  const tooMany = Array.from({ length: 1001 }, (_, i) => `c-${i}`);
  expect(codeOf(await closeMany(owner, tooMany))).toEqual([400, "invalid"]);
  expect((await owner.get(path)).body.status).toBe("active");
});

test("a thousand ids are spread over items, and the rest of them not begun when it is cancelled", async () => {
  const owner = (await aCustomer(host)).owner;
  const mine = await aCustomerOf(owner);
  const unknown = Array.from({ length: 999 }, (_, i) => `${newId()}-${i}`.slice(-32));
  const ids = [...unknown, mine.id];
  const held = Promise.withResolvers<void>();
  host.suffer(async ({ functionId }) => {
    if (/^Worker/.test(functionId)) await held.promise;
    return undefined;
  });
  const { body } = await closeMany(owner, ids);
  const { pk } = keys.operation({ operation: body.id });
  const lists = (await tableOf(host).partition(pk)).filter(
    ({ kind }) => kind === "customers to close",
  );
  expect(lists.flatMap((one) => one.ids as string[]).toSorted()).toEqual(ids.toSorted());
  for (const one of lists) expect(JSON.stringify(one).length).toBeLessThan(16_384);
  const isBegun = async () =>
    (await owner.get(`/v1/operations/${body.id}`)).body.state === "running";
  await until(isBegun, "the operation");
  expect((await owner.post(`/v1/operations/${body.id}/cancel`)).status).toBe(202);
  held.resolve();
  const end = await ended(owner, body.id);
  expect(end).toMatchObject({ state: "cancelled", cancelledBy: owner.id });
  expect(end.progress.done).toBeLessThan(999);
  expect((await owner.get(mine.path)).body.status).toBe("active");
});

test("those whose closing has begun are closed to the end after it was cancelled", async () => {
  const { owner, ...first } = await aCustomer(host);
  const more = await Promise.all(Array.from({ length: 11 }, () => aCustomerOf(owner)));
  const all = [first, ...more];
  const held = Promise.withResolvers<void>();
  let isHeld = false;
  host.suffer(async ({ functionId, input }) => {
    const isClosing = JSON.stringify(input).includes('"awaits"');
    if (/^Worker/.test(functionId) && isClosing) isHeld = true;
    else if (/^Worker/.test(functionId) && isHeld) await held.promise;
    return undefined;
  });
  const { body } = await closeMany(
    owner,
    all.map(({ id }) => id),
  );
  await until(async () => isHeld, "the first closing");
  expect((await owner.post(`/v1/operations/${body.id}/cancel`)).status).toBe(202);
  held.resolve();
  const end = await ended(owner, body.id);
  expect(end.state).toBe("cancelled");
  const closed = await resultsOf(owner, body.id);
  expect(closed.length).toBeGreaterThan(0);
  expect(closed.length).toBeLessThan(all.length);
  const admin = await theAdmin(host);
  for (const { id, path } of all) {
    const isClosed = closed.some((one) => one.id === id && one.code === "deleted");
    expect((await admin.get(path)).body.status).toBe(isClosed ? "deleted" : "active");
  }
});

test("the same request twice is one operation by its key, and twice without one closes once", async () => {
  const { owner, ...one } = await aCustomer(host);
  const body = { ids: [one.id], confirm: 1, reason: "The contracts have ended" };
  const key = { "idempotency-key": newId() };
  const path = "/v1/customers/close";
  const answers = await Promise.all([owner.post(path, body, key), owner.post(path, body, key)]);
  const [started] = answers.map((answer) => answer.body.id);
  expect(answers.map((answer) => answer.body.id)).toEqual([started, started]);
  const { body: beside } = await owner.post(path, body);
  const ends = await Promise.all([ended(owner, started), ended(owner, beside.id)]);
  expect(ends.map(({ results }) => results.done).toSorted()).toEqual([0, 1]);
  const admin = await theAdmin(host);
  const { items } = (await admin.get(`${one.path}/events?type=customer.deleted`)).body;
  expect(items).toHaveLength(1);
});

test("who runs the platform follows and cancels it, and others know nothing of it", async () => {
  const { id, owner } = await aCustomer(host);
  const stranger = (await aCustomer(host)).owner;
  const { body } = await closeMany(owner, [id]);
  const path = `/v1/operations/${body.id}`;
  await ended(owner, body.id);
  const admin = await theAdmin(host);
  expect((await admin.get(`${path}/results`)).body.items).toHaveLength(1);
  expect(codeOf(await stranger.get(path))).toEqual([404, "not_found"]);
  expect(codeOf(await stranger.post(`${path}/retry`))).toEqual([404, "not_found"]);
  expect(codeOf(await owner.post(`${path}/retry`))).toEqual([409, "nothing_to_retry"]);
});

test("in which order results come tells a stranger nothing about who stands below whom", async () => {
  const top = await aCustomer(host);
  const low = await aCustomerBelow(top, top.owner);
  const stranger = (await aCustomer(host)).owner;
  const ids = [newId(), top.id, newId(), low.id, newId()];
  for (const more of [{}, { recursive: true }])
    for (const asked of [ids, ids.toReversed()]) {
      const { body } = await closeMany(stranger, asked, more);
      await ended(stranger, body.id);
      expect((await resultsOf(stranger, body.id)).map(({ id }) => id)).toEqual(asked);
    }
});

test("one person closes many at a time for so long as few such closings are under way", async () => {
  const { owner } = await aCustomer(host);
  const start = () => closeMany(owner, [newId()]);
  const retry = (id: string) => owner.post(`/v1/operations/${id}/retry`);
  const cancel = (id: string) => owner.post(`/v1/operations/${id}/cancel`);
  const failed = (await start()).body.id;
  await ended(owner, failed);
  const begun = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  host.suffer(async ({ functionId }) => {
    if (/^Cascade/.test(functionId)) await begun.promise;
    if (/^Worker/.test(functionId)) await done.promise;
    return undefined;
  });
  const answers = await Promise.all(Array.from({ length: 8 }, start));
  const ids = answers.flatMap(({ status, body }) => (status === 200 ? [body.id as string] : []));
  const refused = answers.filter(({ status }) => status !== 200);
  expect(ids).toHaveLength(5);
  for (const answer of refused) expect(codeOf(answer)).toEqual([409, "limit_reached"]);
  expect(codeOf(await retry(failed))).toEqual([409, "limit_reached"]);
  expect((await closeMany((await aCustomer(host)).owner, [newId()])).status).toBe(200);

  const [queued, running] = ids as [string, string];
  expect((await cancel(queued)).body.state).toBe("cancelled");
  ids.push((await start()).body.id);
  expect(codeOf(await start())).toEqual([409, "limit_reached"]);
  begun.resolve();
  const isRunning = async () =>
    (await owner.get(`/v1/operations/${running}`)).body.state === "running";
  await until(isRunning, "the operation");
  await cancel(running);
  done.resolve();
  const states = await Promise.all(ids.map(async (id) => (await ended(owner, id)).state));
  expect(states).toEqual(["cancelled", "cancelled", "done", "done", "done", "done"]);
  const key = keys.rate({ caller: owner.id, what: "closings", window: "open" });
  expect(await tableOf(host).get(key)).not.toHaveProperty("ids");
  expect((await retry(failed)).status).toBe(202);
  await ended(owner, failed);
});

test("what a worker that was overtaken notes of a customer undoes nothing that was noted since", async () => {
  const top = await aCustomer(host);
  const { owner } = top;
  const [free, full] = [await aCustomerBelow(top, owner), await aCustomerBelow(top, owner)];
  await aProject({ ...full, owner });
  const late = Promise.withResolvers<object>();
  const [begun, looked] = [Promise.withResolvers<object>(), Promise.withResolvers<void>()];
  let isBegun = false;
  host.suffer(async ({ functionId, operation, input }) => {
    if (!/^Worker/.test(functionId)) return undefined;
    if (isBegun) await looked.promise;
    const writes = (input.TransactItems ?? []) as { Put?: { Item: Record<string, unknown> } }[];
    const isOf = (item: unknown) => JSON.stringify(item ?? {}).includes(`C#${free.id}"`);
    if (operation === "PutItem" && isOf(input.Item)) late.resolve(input);
    const row = writes.find(({ Put }) => Put?.Item.awaits && isOf(Put.Item))?.Put;
    if (row) begun.resolve(row);
    isBegun ||= row !== undefined;
    return undefined;
  });
  const ids = [top, free].map(({ id }) => id);
  const { body } = await closeMany(owner, ids, { recursive: true });
  const key = keys["customer being closed"]({ operation: body.id, customer: free.id });
  await until(async () => (await tableOf(host).get(key))?.isOwn, "its own closing");
  const again = (input: object) => callDynamoDb(host.dynamodb, "PutItem", input);
  await expect(again(await late.promise)).rejects.toThrow(/conditional request failed/);
  looked.resolve();
  expect(await ended(owner, body.id)).toMatchObject({ results: { done: 1, failed: 1 } });
  expect(await tableOf(host).get(key)).toBeUndefined();
  await expect(again(await begun.promise)).rejects.toThrow(/conditional request failed/);
});
