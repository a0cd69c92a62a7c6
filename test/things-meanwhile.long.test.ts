import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aCustomer, anAdmin } from "./support/given.ts";
import { borrowHost } from "./support/host.ts";
import { requestDuring } from "./support/race.ts";
import { aThing, aThingGroup, someThings } from "./support/things.ts";

let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

/** Holds what is written about places in groups, or what else is said, until something else is done. */
async function heldUntil<T>(
  act: () => Promise<T>,
  other: () => Promise<unknown>,
  what = /"IN#/,
): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<void>();
  host.suffer(async ({ operation, input }) => {
    if (operation === "TransactWriteItems" && what.test(JSON.stringify(input))) await promise;
    return undefined;
  });
  const acting = act();
  await wait(500);
  await other();
  resolve();
  const done = await acting;
  host.suffer();
  return done;
}

async function aPlace() {
  const customer = await aCustomer(host);
  const [group, thing] = [await aThingGroup(customer), await aThing(customer)];
  const { owner } = customer;
  const goes = async () =>
    expect((await owner.delete(group.path, { "if-match": "*" })).status).toBe(202);
  return { customer, group, thing, owner, goes };
}

test("nothing joins a group that goes meanwhile", async () => {
  const { group, thing, owner, goes } = await aPlace();
  const put = () => owner.put(`${group.path}/members/${thing.id}`);
  expect((await heldUntil(put, goes)).status).toBe(404);
  expect((await owner.get(thing.path)).body.groups).toEqual([]);
});

test("nothing is made in a group that goes meanwhile", async () => {
  const { customer, group, owner, goes } = await aPlace();
  const path = `${customer.path}/devices`;
  const post = () => owner.post(path, { name: "x", groups: [group.id] });
  const refused = await heldUntil(post, goes);
  expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, "/groups/0"]);
  expect((await owner.get(path)).body.items).toHaveLength(1);
});

test("of many those are made that name no group that goes meanwhile", async () => {
  const { customer, group, owner, goes } = await aPlace();
  const items = [{ name: "a" }, { name: "b", groups: [group.id] }, { name: "c" }];
  const post = () => owner.post(`${customer.path}/devices/bulk`, { items });
  const { body } = await heldUntil(post, goes);
  expect(body.results.map(({ status }: { status: string }) => status)).toEqual([
    "created",
    "refused",
    "created",
  ]);
  expect((await owner.get(`${customer.path}/things`)).body.devices.count).toBe(3);
});

test("a thing that is deleted meanwhile joins nothing", async () => {
  const { customer, group, owner } = await aPlace();
  const [id = ""] = await someThings(customer, "devices", ["x"]);
  const put = () => owner.put(`${group.path}/members/${id}`);
  const goes = () => owner.delete(`${customer.path}/devices/${id}`, { "if-match": "*" });
  expect((await heldUntil(put, goes)).status).toBe(404);
});

test("of two changes of one version the later one is refused", async () => {
  const { thing, owner } = await aPlace();
  const version = { "if-match": '"1"' };
  const mine = () => owner.patch(thing.path, { name: "Mine" }, version);
  const theirs = () => owner.patch(thing.path, { name: "Theirs" }, version);
  expect((await heldUntil(mine, theirs, /"Mine"/)).status).toBe(412);
  expect((await owner.get(thing.path)).body).toMatchObject({ name: "Theirs", version: 2 });
});

test("a thing that was changed meanwhile is not deleted by the version before", async () => {
  const { thing, owner } = await aPlace();
  const version = { "if-match": '"1"' };
  const remove = () => owner.delete(thing.path, version);
  const change = () => owner.patch(thing.path, { name: "Theirs" }, version);
  expect((await heldUntil(remove, change, /"Delete"/)).status).toBe(412);
  expect((await owner.get(thing.path)).status).toBe(200);
});

test("a quota that is set holds for what was made meanwhile, too", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  await aThing(customer);
  const support = await anAdmin(["ops-support"], host);
  const answer = await requestDuring(
    host,
    () => support.put(`${path}/devices/quota`, { quota: 2 }),
    () => aThing(customer),
  );
  expect([answer.status, answer.body.quota]).toEqual([200, 2]);
  expect((await owner.post(`${path}/devices`, { name: "One too many" })).status).toBe(409);
});
