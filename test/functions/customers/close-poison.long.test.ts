import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { audit } from "../../support/audit.ts";
import { aCustomerBelow } from "../../support/below.ts";
import { allLookedLast, close, closeMany, leftOf, sweeping } from "../../support/closing.ts";
import { aCustomer, aCustomerOf, aProject, type Person, theAdmin } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { until } from "../../support/inbox.ts";
import { ended, resultsOf } from "../../support/operations.ts";
import { tableOf } from "../../support/table.ts";
import { aThing, aThingGroup, someThings } from "../../support/things.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterEach(() => host.suffer());
afterAll(() => host.end());

/** A customer with some devices, of which one cannot be read. */
async function withPoison(owner?: Person) {
  const customer = owner ? await aCustomerOf(owner) : await aCustomer(host);
  const names = Array.from({ length: 120 }, (_, i) => `Device ${i}`);
  const devices = await someThings(customer, "devices", names);
  const poison = devices[60] as string;
  const key = keys.thing({ thing: poison });
  const record = await tableOf(host).get(key);
  await tableOf(host).change(key, { version: "broken" });
  const cure = () => tableOf(host).put({ ...record, ...key });
  return { ...customer, devices, poison, cure };
}

test("a closing leaves out what cannot be removed, says so, and takes it when it is tried again", async () => {
  const customer = await withPoison();
  const { owner, path, id, devices, poison, cure } = customer;
  const asset = await aThing(customer, "assets");
  const { body } = await close(owner, customer);
  expect(await ended(owner, body.id)).toMatchObject({ state: "done", results: { failed: 1 } });
  expect(await resultsOf(owner, body.id, "failed")).toEqual([
    {
      part: "devices",
      id: poison,
      customer: id,
      state: "failed",
      code: "internal",
      message: expect.stringContaining(body.id),
    },
  ]);
  const gone = (await resultsOf(owner, body.id, "done")).map((one) => one.id);
  expect(gone).toEqual(expect.arrayContaining([asset.id, ...devices.filter((d) => d !== poison)]));
  expect((await (await theAdmin(host)).get(path)).body.status).toBe("deleted");
  await allLookedLast(host);

  const operation = `/v1/operations/${body.id}`;
  await owner.post(`${operation}/retry`);
  expect(await ended(owner, body.id)).toMatchObject({ results: { failed: 1 } });
  await cure();
  expect((await owner.post(`${operation}/retry`)).status).toBe(202);
  expect(await ended(owner, body.id)).toMatchObject({ state: "done", results: { failed: 0 } });
  const taken = await resultsOf(owner, body.id, "done");
  expect(taken.filter((one) => one.id === poison)).toHaveLength(1);
  expect(await leftOf(host, id)).toEqual([]);
  await audit(host);
});

/** A customer below another with a group that cannot be read: whatever looks for its groups breaks off. */
async function withUnreadableBelow(owner: Person) {
  const top = await aCustomerOf(owner);
  const below = await aCustomerBelow(top, owner);
  const key = keys["thing group"]({ group: (await aThingGroup(below)).id });
  const record = await tableOf(host).get(key);
  await tableOf(host).change(key, { version: "broken" });
  const cure = () => tableOf(host).put({ ...record, ...key });
  return { top, below, cure };
}

/** Waits until something has come to its end that breaks off again and again. */
async function endedAfterAll(owner: Person, operation: string) {
  const moves = setInterval(() => host.move(125_000), 1_000);
  const sweeps = sweeping(host);
  try {
    return await ended(owner, operation);
  } finally {
    clearInterval(moves);
    sweeps();
  }
}

test("a closing that stopped and goes on looks a last time, too", async () => {
  const { owner } = await aCustomer(host);
  const { top, below, cure } = await withUnreadableBelow(owner);
  const { body } = await close(owner, top, { recursive: true });
  expect(await endedAfterAll(owner, body.id)).toMatchObject({ state: "failed" });
  await cure();
  expect((await owner.post(`/v1/operations/${body.id}/retry`)).status).toBe(202);
  expect(await ended(owner, body.id)).toMatchObject({ state: "done", results: { failed: 0 } });
  await allLookedLast(host);
  expect(await leftOf(host, below.id)).toEqual([]);
});

test("so does one among many", async () => {
  const { owner } = await aCustomer(host);
  const { top, below, cure } = await withUnreadableBelow(owner);
  const { body } = await closeMany(owner, [top.id], { recursive: true });
  expect(await endedAfterAll(owner, body.id)).toMatchObject({ results: { failed: 1 } });
  await cure();
  expect((await owner.post(`/v1/operations/${body.id}/retry`)).status).toBe(202);
  expect(await ended(owner, body.id)).toMatchObject({ state: "done", results: { failed: 0 } });
  await allLookedLast(host);
  expect(await leftOf(host, below.id)).toEqual([]);
});

/** What becomes of a closing that is done before something of it is tried again. */
const meanwhile: [string, (operation: string) => Promise<void>][] = [
  ["when the last look is due", async () => host.move(65_000)],
  [
    "and that stopped at it before",
    async (operation) => {
      host.move(65_000);
      await tableOf(host).remove(keys.task({ event: operation.replace("opn", "evt") }));
      await tableOf(host).change(keys.operation({ operation }), { state: "failed" });
    },
  ],
];

test.each(meanwhile)("and one of which something is tried again %s", async (_, happens) => {
  const { owner } = await aCustomer(host);
  const top = await aCustomerOf(owner);
  const below = await aCustomerBelow(top, owner);
  const key = keys.thing({ thing: (await aThing(below)).id });
  const record = await tableOf(host).get(key);
  await tableOf(host).change(key, { version: "broken" });
  const { body } = await close(owner, top, { recursive: true });
  expect(await ended(owner, body.id)).toMatchObject({ state: "done", results: { failed: 1 } });
  await tableOf(host).put({ ...record, ...key });
  await happens(body.id);
  expect((await owner.post(`/v1/operations/${body.id}/retry`)).status).toBe(202);
  expect(await ended(owner, body.id)).toMatchObject({ state: "done", results: { failed: 0 } });
  await allLookedLast(host);
  expect(await leftOf(host, below.id)).toEqual([]);
});

test("of many closings the one that cannot be finished is named, and finished when they are tried again", async () => {
  const poisoned = await withPoison();
  const { owner } = poisoned;
  const others = [await aCustomerOf(owner), await aCustomerOf(owner)];
  const ids = [poisoned, ...others].map(({ id }) => id);
  const { body } = await closeMany(owner, ids);
  expect(await ended(owner, body.id)).toMatchObject({ results: { done: 2, failed: 1 } });
  const [failed] = await resultsOf(owner, body.id, "failed");
  expect(failed).toMatchObject({
    id: poisoned.id,
    code: "internal",
    link: expect.stringMatching(/^\/v1\/operations\//),
    message: expect.stringMatching(/^\S+ is closed, but 1 thing of it could not be removed/),
  });
  const { items } = (await owner.get(`${failed?.link}/results?state=failed`)).body;
  expect(items).toMatchObject([{ part: "devices", id: poisoned.poison }]);
  await allLookedLast(host);
  await poisoned.cure();
  expect((await owner.post(`/v1/operations/${body.id}/retry`)).status).toBe(202);
  expect(await ended(owner, body.id)).toMatchObject({ results: { done: 3, failed: 0 } });
  for (const id of ids) expect(await leftOf(host, id)).toEqual([]);
  await audit(host);
});

const spoil = ({ id }: { id: string }) =>
  tableOf(host).change(keys.customer({ customer: id }), { version: "broken" });

test("one whose record cannot be read has a result of its own, and the others go on", async () => {
  const spoilt = await aCustomer(host);
  const { owner } = spoilt;
  const [free, above] = [await aCustomerOf(owner), await aCustomerOf(owner)];
  const below = await aCustomerBelow(above, owner);
  await spoil(spoilt);
  await spoil(below);
  const ids = [spoilt, above, below, free].map(({ id }) => id);
  const blockers = [{ kind: "sub-customer", id: below.id }];
  const looked = await closeMany(owner, ids, { query: "?dryRun=true" });
  expect(looked.body.preview.items).toMatchObject([
    { id: spoilt.id, code: "internal", message: expect.stringContaining(spoilt.id) },
    { id: above.id, code: "blocked", blockers },
    { id: below.id, code: "internal" },
    { id: free.id, code: "deleted" },
  ]);
  const along = await closeMany(owner, ids, { query: "?dryRun=true", recursive: true });
  expect(along.body.preview.items).toMatchObject([
    { code: "internal" },
    { code: "deleted", counts: { subCustomers: { count: 1 } } },
    { code: "internal" },
    { code: "deleted" },
  ]);
  const { body } = await closeMany(owner, ids);
  expect(await ended(owner, body.id)).toMatchObject({ results: { done: 1, failed: 3 } });
  const found = Object.groupBy(await resultsOf(owner, body.id), ({ id }) => id);
  expect(found[spoilt.id]).toMatchObject([{ state: "failed", code: "internal" }]);
  expect(found[above.id]).toMatchObject([{ state: "failed", code: "blocked", blockers }]);
  expect(found[free.id]).toMatchObject([{ state: "done", code: "deleted" }]);
});

test("one that cannot be read any more when its turn ends is told of, and holds up nobody", async () => {
  const spoilt = await aCustomer(host);
  const { owner } = spoilt;
  const top = await aCustomerOf(owner);
  const [waiting, full] = [await aCustomerBelow(top, owner), await aCustomerBelow(top, owner)];
  await aProject(full);
  const ids = [spoilt, top, waiting].map(({ id }) => id);
  const [known, spoiled] = [Promise.withResolvers<string>(), Promise.withResolvers<void>()];
  host.suffer(async ({ functionId, input }) => {
    const named = JSON.stringify(input).match(/OP#opn_\w+/g) ?? [];
    if (!/^Worker/.test(functionId)) return undefined;
    const own = await known.promise;
    if (named.some((one) => one !== own)) await spoiled.promise;
    return undefined;
  });
  const { body } = await closeMany(owner, ids, { recursive: true });
  const { pk } = keys.operation({ operation: body.id });
  known.resolve(pk);
  const areUnderWay = async () => {
    const rows = await tableOf(host).partition(pk);
    return rows.filter(({ kind }) => kind === "customer being closed").length === 3;
  };
  await until(areUnderWay, "the three of them");
  await spoil(spoilt);
  await spoil(waiting);
  spoiled.resolve();
  expect(await ended(owner, body.id)).toMatchObject({ results: { done: 0, failed: 3 } });
  const found = Object.groupBy(await resultsOf(owner, body.id), ({ id }) => id);
  expect(found[spoilt.id]).toMatchObject([
    { code: "internal", message: expect.stringMatching(/is closed to everybody, but 1 thing/) },
  ]);
  expect(found[top.id]).toMatchObject([{ code: "blocked" }]);
  expect(found[waiting.id]).toMatchObject([{ code: "internal" }]);
});
