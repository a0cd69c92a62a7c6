import { expect, test } from "vitest";
import { shardOf } from "../../../shared/model/thing-kind.ts";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomer, anAdmin } from "../../support/given.ts";
import { tableOf } from "../../support/table.ts";
import { aThing, namesIn, someKind, someThings } from "../../support/things.ts";

interface Result {
  status: string;
  code?: string;
}

/** A customer that may have so many things of a kind. */
async function withQuota(quota: number) {
  const customer = await aCustomer();
  const support = await anAdmin(["ops-support"]);
  const kind = someKind("quota");
  const set = (wanted: number) => support.put(`${customer.path}/${kind}/quota`, { quota: wanted });
  expect((await set(quota)).body).toEqual({ count: 0, quota });
  return { ...customer, kind, set };
}

const seen = async ({ owner, path, kind }: Awaited<ReturnType<typeof withQuota>>) =>
  (await owner.get(`${path}/things`)).body[kind];

test("a customer has no more things of a kind than its quota, however many come at once", async () => {
  const customer = await withQuota(7);
  const { owner, path, kind } = customer;
  const singles = Array.from({ length: 10 }, () => owner.post(`${path}/${kind}`, { name: "x" }));
  const answers = await Promise.all(singles);
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 201)).toHaveLength(7);
  const refused = answers.filter(({ status }) => status !== 201);
  expect(refused.map(({ body }) => body.code)).toEqual(Array(3).fill("limit_reached"));
  expect(await seen(customer)).toEqual({ count: 7, quota: 7 });
  expect(await namesIn(customer, `${path}/${kind}`)).toHaveLength(7);
});

test("of many at once as many are made as there is room for", async () => {
  const customer = await withQuota(10);
  const { owner, path, kind, set } = customer;
  const items = Array.from({ length: 15 }, () => ({ name: "x" }));
  const { body } = await owner.post(`${path}/${kind}/bulk`, { items });
  expect([body.created, body.refused]).toEqual([10, 5]);
  const over = body.results.filter(({ status }: Result) => status === "refused");
  expect(over.map(({ code }: Result) => code)).toEqual(Array(5).fill("limit_reached"));
  expect((await set(9)).body.code).toBe("limit_reached");
  expect((await set(12)).body).toEqual({ count: 10, quota: 12 });
  await someThings(customer, kind, ["y", "z"]);
  expect((await owner.post(`${path}/${kind}`, { name: "x" })).status).toBe(409);
  const [thing] = (await owner.get(`${path}/${kind}`)).body.items;
  await owner.delete(`${path}/${kind}/${thing.id}`, { "if-match": "*" });
  await aThing(customer, kind);
  expect(await seen(customer)).toEqual({ count: 12, quota: 12 });
});

test("of each kind there may be as many, and only who manages quotas says otherwise", async () => {
  const customer = await aCustomer();
  const { body } = await customer.owner.get(`${customer.path}/things`);
  const usual = { count: 0, quota: 1_000_000 };
  expect(body).toEqual({
    devices: usual,
    assets: usual,
    "entity-views": usual,
    dashboards: usual,
  });
  const refused = await customer.owner.put(`${customer.path}/devices/quota`, { quota: 5 });
  expect(refused.status).toBe(403);
});

test("once there are more shards, things come into the new ones as well, and the quota stays", async () => {
  const customer = await withQuota(1_000_000);
  const { id, owner, path, kind } = customer;
  await aThing(customer, kind);
  const table = tableOf();
  /** As if so many more had been made in each of the first shards. */
  const make = async (many: number) => {
    for (const shard of ["0", "1", "2", "3"]) {
      const key = keys["thing counter"]({ owner: id, things: kind, shard });
      const { n, room } = (await table.get(key)) as { n: number; room: number };
      await table.change(key, { n: n + many, room: room - many });
    }
  };
  await make(100_000);
  const made = await someThings(customer, kind, Array(500).fill("x"));
  for (let i = 0; i < 20; i++) made.push((await aThing(customer, kind)).id);
  const shards = new Set(made.map(shardOf));
  expect([...shards].filter((shard) => Number(shard) > 3).length).toBeGreaterThan(3);
  expect(await seen(customer)).toEqual({ count: 400_521, quota: 1_000_000 });
  await make(-100_000);
  expect(await seen(customer)).toEqual({ count: 521, quota: 1_000_000 });
  expect(await namesIn(customer, `${path}/${kind}`)).toHaveLength(521);
  expect((await owner.get(`${path}/${kind}?limit=100&order=newest`)).body.items).toHaveLength(100);
});
