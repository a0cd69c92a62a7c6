import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { json } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { callDynamoDb } from "../../../infra/local/dynamodb.ts";
import { listen } from "../../../infra/local/listen.ts";
import type { StreamRecord } from "../../../infra/local/streams/shard.ts";
import { startStreams } from "../../../infra/local/streams.ts";
import { startTtl } from "../../../infra/local/ttl.ts";
import { clock } from "./clock.ts";
import { eventually } from "./eventually.ts";
import { engineOf } from "./items.ts";
import { readerOf } from "./streams/start.ts";
import { surroundings } from "./surroundings.ts";

async function start(through: (endpoint: string) => Promise<string> = async (it) => it) {
  const time = clock();
  const seen: StreamRecord[] = [];
  const around = surroundings(readerOf({}), {
    now: time.now,
    invoke: async (_, event) => void seen.push(...(event as { Records: StreamRecord[] }).Records),
  });
  const engine = await engineOf(around);
  const file = join(around.stateDir, "table.db");
  const host = { ...around, dynamodb: engine.endpoint };
  const ttl = startTtl({ ...host, dynamodb: await through(engine.endpoint), file });
  onTestFinished(ttl.stop);
  const removals = async (count: number) => {
    const streams = await startStreams(host, { send: () => {} });
    const removed = () => seen.filter(({ eventName }) => eventName === "REMOVE");
    await eventually(() => expect(removed()).toHaveLength(count));
    await streams.stop();
    return removed();
  };
  const inSeconds = (seconds: number) => Math.floor(time.now() / 1000) + seconds;
  return { ...engine, ...time, ...ttl, file, removals, inSeconds };
}

test("an item goes when its time is over, not before, and others stay", async () => {
  const { put, get, sweep, forward, inSeconds } = await start();
  await put({ pk: "a", sk: "short", ttl: inSeconds(10), gsi1pk: "g", gsi1sk: "1" });
  await put({ pk: "a", sk: "long", ttl: inSeconds(100) });
  await put({ pk: "a", sk: "kept" });
  forward(10_000);
  await sweep();
  expect(await get("a", "short")).toBeDefined();
  forward(1_000);
  await sweep();
  expect(await get("a", "short")).toBeUndefined();
  expect(await get("a", "long")).toBeDefined();
  expect(await get("a", "kept")).toBeDefined();
});

test("the stream says of an expired item who removed it, and of no other", async () => {
  const { put, remove, sweep, removals, inSeconds } = await start();
  await put({ pk: "a", sk: "expired", ttl: inSeconds(-1) });
  await put({ pk: "a", sk: "removed", ttl: inSeconds(-1) });
  await remove("a", "removed");
  await sweep();
  await put({ pk: "a", sk: "expired", ttl: inSeconds(-1) });
  await remove("a", "expired");
  const userIdentity = { type: "Service", principalId: "dynamodb.amazonaws.com" };
  const records = await removals(3);
  expect(records.map((record) => [record.dynamodb.Keys.sk?.S, record.userIdentity])).toEqual([
    ["removed", undefined],
    ["expired", userIdentity],
    ["expired", undefined],
  ]);
});

/** Stands before the engine and lets something happen between finding an expired item and its removal. */
const before = (happening: () => Promise<unknown>) => async (endpoint: string) => {
  const { origin, answer, close } = await listen(0);
  onTestFinished(close);
  answer(async (request, response) => {
    const input = (await json(request)) as object;
    await happening();
    await callDynamoDb(endpoint, "DeleteItem", input).then(
      (output) => response.end(JSON.stringify(output)),
      ({ type }) => response.writeHead(400).end(JSON.stringify({ __type: type })),
    );
  });
  return origin;
};

test("an item that gets a new time while it is about to go stays", async () => {
  const { put, get, sweep, inSeconds } = await start(
    before(() => put({ pk: "a", sk: "1", ttl: inSeconds(60) })),
  );
  await put({ pk: "a", sk: "1", ttl: inSeconds(-1) });
  await sweep();
  expect(await get("a", "1")).toMatchObject({ ttl: inSeconds(60) });
});

test("an item that gets a new time and is then removed by somebody is not said to have expired", async () => {
  const { put, remove, sweep, removals, inSeconds } = await start(
    before(async () => {
      await put({ pk: "a", sk: "1", ttl: inSeconds(60) });
      await remove("a", "1");
    }),
  );
  await put({ pk: "a", sk: "1", ttl: inSeconds(-1) });
  await sweep();
  expect((await removals(1)).map(({ userIdentity }) => userIdentity)).toEqual([undefined]);
});

test("an item whose time is no number, or over for more than five years, stays", async () => {
  const { put, get, sweep, inSeconds } = await start();
  await put({ pk: "a", sk: "text", ttl: "1" });
  await put({ pk: "a", sk: "ancient", ttl: inSeconds(-6 * 365 * 86_400) });
  await put({ pk: "a", sk: "expired", ttl: inSeconds(-4 * 365 * 86_400) });
  await sweep();
  expect(await get("a", "text")).toBeDefined();
  expect(await get("a", "ancient")).toBeDefined();
  expect(await get("a", "expired")).toBeUndefined();
});

test("expired items are found by an index", async () => {
  const { file } = await start();
  const database = new DatabaseSync(file, { readOnly: true });
  onTestFinished(() => database.close());
  const time = "json_extract(item_json, '$.ttl.N')";
  const plan = database.prepare(`EXPLAIN QUERY PLAN SELECT pk FROM usher
    WHERE ${time} IS NOT NULL AND CAST(${time} AS INTEGER) BETWEEN 1 AND 2`);
  expect(plan.get()?.detail).toContain("USING INDEX usher_ttl_usher");
});
