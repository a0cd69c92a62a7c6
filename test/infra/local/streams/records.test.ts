import { expect, test } from "vitest";
import type { StreamRecord } from "../../../../infra/local/streams/shard.ts";
import { eventually } from "../eventually.ts";
import { keyOf, reader } from "./start.ts";

const filters = (...patterns: object[]) => ({
  FilterCriteria: { Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) },
});
const openLetters = filters({
  eventName: ["INSERT", "MODIFY"],
  dynamodb: { NewImage: { kind: { S: ["letter"] }, state: { S: ["open"] } } },
});
const everything = () => {
  const seen: StreamRecord[] = [];
  return { seen, see: (_: string[], records: StreamRecord[]) => void seen.push(...records) };
};

test("a change is shown as Lambda shows it", async () => {
  const { seen, see } = everything();
  const { put, start } = await reader(see);
  await put({ pk: "a", sk: "1", kind: "letter", n: 1 });
  await start();
  await eventually(() => expect(seen).toHaveLength(1));
  expect(seen).toMatchObject([
    {
      eventName: "INSERT",
      eventSource: "aws:dynamodb",
      eventVersion: "1.1",
      awsRegion: "us-east-1",
      eventSourceARN: expect.stringMatching(/^arn:aws:dynamodb:us-east-1:.*table\/usher\/stream\//),
      dynamodb: {
        Keys: { pk: { S: "a" }, sk: { S: "1" } },
        NewImage: { pk: { S: "a" }, sk: { S: "1" }, kind: { S: "letter" }, n: { N: "1" } },
        SequenceNumber: expect.stringMatching(/^\d+$/),
        StreamViewType: "NEW_AND_OLD_IMAGES",
      },
    },
  ]);
});

test("a function gets what its filters want, and nothing else", async () => {
  const { seen, see } = everything();
  const { put, remove, start } = await reader(see, openLetters);
  await put({ pk: "a", sk: "1", kind: "letter", state: "open" });
  await put({ pk: "a", sk: "2", kind: "task", state: "open" });
  await put({ pk: "a", sk: "1", kind: "letter", state: "sent" });
  await remove("a", "1");
  await put({ pk: "a", sk: "1", kind: "letter", state: "open" });
  await put({ pk: "a", sk: "1", kind: "letter", state: "open", attempts: 1 });
  await start();
  await eventually(() => expect(seen).toHaveLength(3));
  await put({ pk: "a", sk: "end", kind: "letter", state: "open" });
  await eventually(() => expect(seen).toHaveLength(4));
  const shown = seen.map((record) => [record.eventName, keyOf(record)]);
  expect(shown).toEqual([
    ["INSERT", "1"],
    ["INSERT", "1"],
    ["MODIFY", "1"],
    ["INSERT", "end"],
  ]);
});

test("one of several filters is enough", async () => {
  const { seen, see } = everything();
  const kinds = ["task", "user"].map((kind) => ({
    dynamodb: { NewImage: { kind: { S: [kind] } } },
  }));
  const { put, start } = await reader(see, filters(...kinds));
  for (const kind of ["letter", "task", "user"]) await put({ pk: "a", sk: kind, kind });
  await start();
  await eventually(() => expect(seen).toHaveLength(2));
  expect(seen.map(keyOf)).toEqual(["task", "user"]);
});

test("a write that changes nothing is not shown", async () => {
  const { seen, see } = everything();
  const { put, start } = await reader(see);
  await put({ pk: "a", sk: "1", n: 1 });
  await put({ pk: "a", sk: "1", n: 1 });
  await put({ pk: "a", sk: "1", n: 2 });
  await start();
  await eventually(() => expect(seen).toHaveLength(2));
  expect(seen.map(({ eventName }) => eventName)).toEqual(["INSERT", "MODIFY"]);
});

test("batches hold at most as many records as the source says", async () => {
  const { put, start, batches } = await reader(() => null, { BatchSize: 2 });
  for (const sk of ["1", "2", "3", "4", "5"]) await put({ pk: "a", sk });
  await start();
  await eventually(() => expect(batches.flat()).toHaveLength(5));
  expect(batches).toEqual([["1", "2"], ["3", "4"], ["5"]]);
});

test("a batch is no larger than what fits into an invocation", async () => {
  const settings = { BatchSize: 17, MaximumBatchingWindowInSeconds: 300 };
  const { put, start, batches } = await reader(() => null, settings);
  for (let sk = 0; sk < 17; sk++) {
    await put({ pk: "a", sk: String(sk), padding: "x".repeat(390_000) });
  }
  await start();
  await eventually(() => expect(batches.map(({ length }) => length)).toEqual([16]));
});

test("a batching window gathers what comes one by one", async () => {
  const { put, start, batches } = await reader(() => null, {
    BatchSize: 3,
    MaximumBatchingWindowInSeconds: 20,
  });
  await start();
  for (const sk of ["1", "2", "3"]) await put({ pk: "a", sk });
  await eventually(() => expect(batches).toEqual([["1", "2", "3"]]));
});

test("a table that is not there, and failures told to no queue, stop the start", async () => {
  const EventSourceArn = "arn:aws:dynamodb:us-east-1:000000000000:table/nowhere/stream/1";
  const nowhere = await reader(() => null, { EventSourceArn });
  await expect(nowhere.start()).rejects.toThrow("nowhere");
  const Destination = "arn:aws:sqs:us-east-1:000000000000:none";
  const untold = await reader(() => null, { DestinationConfig: { OnFailure: { Destination } } });
  await expect(untold.start()).rejects.toThrow("Reader: a stream's failures");
});
