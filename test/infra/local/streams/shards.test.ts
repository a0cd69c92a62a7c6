import { json } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { listen } from "../../../../infra/local/listen.ts";
import { startStreams } from "../../../../infra/local/streams.ts";
import { ending } from "../ending.ts";
import { eventually } from "../eventually.ts";
import { surroundings } from "../surroundings.ts";
import { readerOf } from "./start.ts";

type Shard = { parent?: string; keys: string[]; open?: boolean };
type Asked = Record<string, string | undefined>;

/**
 * A stream as DynamoDB has it and the embedded engine does not: of several shards, some at their end, on two pages.
 * `refuse` says which request is answered by an error.
 */
async function streamOf(
  shards: Record<string, Shard>,
  refuse: (asked: Asked) => string | undefined,
) {
  const { origin, answer, close } = await listen(0);
  onTestFinished(close);
  const names = Object.keys(shards);
  const described = (from = "") => {
    const page = names.slice(names.indexOf(from) + 1).slice(0, 2);
    const last = page.at(-1) === names.at(-1) ? undefined : page.at(-1);
    const Shards = page.map((ShardId) => ({ ShardId, ParentShardId: shards[ShardId]?.parent }));
    return { StreamDescription: { Shards, LastEvaluatedShardId: last } };
  };
  const read = (iterator = "") => {
    const [name = "", position = "0"] = iterator.split(" ");
    const { keys, open } = shards[name] ?? { keys: [] };
    const Records = keys.slice(Number(position)).map((sk, index) => ({
      eventName: "INSERT",
      dynamodb: {
        Keys: { sk: { S: sk } },
        NewImage: { sk: { S: sk } },
        SizeBytes: 2,
        SequenceNumber: `${name}-${Number(position) + index + 1}`,
        ApproximateCreationDateTime: Date.now() / 1000,
      },
    }));
    return { Records, ...(open && { NextShardIterator: `${name} ${keys.length}` }) };
  };
  const operations: Record<string, (asked: Asked) => unknown> = {
    DescribeTable: () => ({ Table: { LatestStreamArn: "arn:stream" } }),
    DescribeStream: ({ ExclusiveStartShardId }) => described(ExclusiveStartShardId),
    GetShardIterator: ({ ShardId, SequenceNumber = "-0" }) => ({
      ShardIterator: `${ShardId} ${SequenceNumber.split("-").at(-1)}`,
    }),
    GetRecords: ({ ShardIterator }) => read(ShardIterator),
  };
  answer(async (request, response) => {
    const operation = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
    const asked = { operation, ...((await json(request)) as Asked) };
    const error = refuse(asked);
    if (error) response.writeHead(400).end(JSON.stringify({ __type: `com.amazonaws#${error}` }));
    else response.end(JSON.stringify(operations[operation]?.(asked)));
  });
  return origin;
}

/** Starts reading such a stream; answers the keys in the order in which they came. */
async function reading(
  shards: Record<string, Shard>,
  refuse: (asked: Asked) => string | undefined = () => undefined,
) {
  const seen: string[] = [];
  const around = surroundings(readerOf({}), {
    dynamodb: await streamOf(shards, refuse),
    invoke: async (_, event) => {
      const { Records } = event as { Records: { dynamodb: { Keys: { sk: { S: string } } } }[] };
      seen.push(...Records.map(({ dynamodb }) => dynamodb.Keys.sk.S));
    },
  });
  const start = async () => ending(await startStreams(around, { send: () => {} }));
  return { seen, start };
}

const family: Record<string, Shard> = {
  child: { parent: "root", keys: ["3", "4"] },
  root: { parent: "trimmed", keys: ["1", "2"] },
  grandchild: { parent: "child", keys: ["5"], open: true },
};

test("a shard is read after the one it continues, and each to its end", async () => {
  const { seen, start } = await reading(family);
  await start();
  await eventually(() => expect(seen).toEqual(["1", "2", "3", "4", "5"]));
});

test("shards that are read to their end are not read again after a restart", async () => {
  const shards = structuredClone(family);
  let read: string[] = [];
  const { seen, start } = await reading(shards, ({ ShardId }) => {
    if (ShardId) read.push(ShardId);
    return undefined;
  });
  const stop = await start();
  await eventually(() => expect(seen).toContain("5"));
  await stop();
  read = [];
  shards.grandchild?.keys.push("6");
  await start();
  await eventually(() => expect(seen).toEqual(["1", "2", "3", "4", "5", "6"]));
  expect(read).toEqual(["grandchild"]);
});

test("an iterator that is no longer good is replaced at the same place", async () => {
  let refusals = 2;
  const { seen, start } = await reading(family, ({ operation }) =>
    operation === "GetRecords" && refusals-- > 0 ? "ExpiredIteratorException" : undefined,
  );
  await start();
  await eventually(() => expect(seen).toEqual(["1", "2", "3", "4", "5"]));
});

test("reading goes on with the oldest record left when its place was trimmed", async () => {
  const shards: Record<string, Shard> = { only: { keys: ["1", "2"], open: true } };
  const { seen, start } = await reading(shards, ({ SequenceNumber }) =>
    SequenceNumber === "only-2" ? "TrimmedDataAccessException" : undefined,
  );
  const stop = await start();
  await eventually(() => expect(seen).toEqual(["1", "2"]));
  await stop();
  shards.only = { keys: ["8", "9"], open: true };
  await start();
  await eventually(() => expect(seen).toEqual(["1", "2", "8", "9"]));
});
