import { expect, test } from "vitest";
import { eventually } from "../eventually.ts";
import { failed, reader, type Work } from "./start.ts";

/** Reads these items, all written before reading starts. */
async function readItems(keys: string[], work: Work, settings: object = {}) {
  const read = await reader(work, settings);
  for (const sk of keys) await read.put({ pk: "a", sk, secret: "hidden" });
  await read.start();
  return read;
}

const throwing = (poison: string) => (keys: string[]) => {
  if (keys.includes(poison)) throw new Error("poison");
};

test("what failed comes again from the lowest number reported on", async () => {
  let times = 0;
  const { batches } = await readItems(["1", "2", "3", "4"], (_, records) =>
    times++ === 0 ? failed(records, "4", "2") : null,
  );
  const again = ["2", "3", "4"];
  await eventually(() => expect(batches).toEqual([["1", ...again], again]));
});

test("reported failures count for nothing where the source does not ask for them", async () => {
  const settings = { FunctionResponseTypes: [], BatchSize: 2 };
  const { batches } = await readItems(["1", "2", "3"], (_, all) => failed(all, "1"), settings);
  await eventually(() => expect(batches).toEqual([["1", "2"], ["3"]]));
});

test.each([
  ["throws", () => Promise.reject(new Error("no"))],
  ["answers nonsense", () => ({ batchItemFailures: [{ itemIdentifier: "" }] })],
])("the whole batch comes again when the function %s", async (_, fail) => {
  let times = 0;
  const { batches } = await readItems(["1", "2"], () => (times++ === 0 ? fail() : null));
  await eventually(() =>
    expect(batches).toEqual([
      ["1", "2"],
      ["1", "2"],
    ]),
  );
});

test("a failed batch is halved until the bad record is alone; halving uses up no retry", async () => {
  const { batches, told } = await readItems(["1", "2", "3", "4"], throwing("3"), {
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 2,
  });
  await eventually(() => expect(batches.at(-1)).toEqual(["4"]));
  const halves = [
    ["1", "2", "3", "4"],
    ["1", "2"],
    ["3", "4"],
  ];
  expect(batches).toEqual([...halves, ["3"], ["3"], ["3"], ["4"]]);
  expect(told).toMatchObject([
    {
      requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 3 },
      DDBStreamBatchInfo: { batchSize: 1, startSequenceNumber: "3", endSequenceNumber: "3" },
    },
  ]);
});

test("a batch is tried as often as its retries allow, then its end is told and the next one comes", async () => {
  const settings = { MaximumRetryAttempts: 1, BatchSize: 2 };
  const { batches, told } = await readItems(["1", "2", "3"], throwing("2"), settings);
  await eventually(() => expect(batches).toEqual([["1", "2"], ["1", "2"], ["3"]]));
  expect(told).toMatchObject([
    { DDBStreamBatchInfo: { batchSize: 2, startSequenceNumber: "1", endSequenceNumber: "2" } },
  ]);
});

test("a record reported until the retries are used up takes those behind it in its batch along", async () => {
  const settings = { MaximumRetryAttempts: 1, BisectBatchOnFunctionError: true };
  const { told } = await readItems(["1", "2", "3"], (_, all) => failed(all, "2"), settings);
  await eventually(() => expect(told).toHaveLength(1));
  expect(told).toMatchObject([
    { DDBStreamBatchInfo: { batchSize: 2, startSequenceNumber: "2", endSequenceNumber: "3" } },
  ]);
});

test("the retries begin anew when the batch got further", async () => {
  const keys = ["1", "2", "3", "4"];
  let times = 0;
  const settings = { MaximumRetryAttempts: 1 };
  const work: Work = (_, all) => failed(all, keys[times++] ?? "");
  const { batches, told } = await readItems(keys, work, settings);
  await eventually(() => expect(batches.at(-1)).toEqual(["4"]));
  await eventually(() => expect(times).toBe(5));
  expect(told).toEqual([]);
});

test("what was given up is told without a word of the items", async () => {
  const settings = { MaximumRetryAttempts: 0 };
  const { told } = await readItems(["1"], throwing("1"), settings);
  await eventually(() => expect(told).toHaveLength(1));
  expect(told[0]).toMatchObject({
    requestContext: { functionArn: "Reader" },
    version: "1.0",
    DDBStreamBatchInfo: {
      shardId: expect.stringMatching(/^shardId-/),
      streamArn: expect.stringMatching(/table\/usher\/stream\//),
      approximateArrivalOfFirstRecord: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    },
  });
  expect(JSON.stringify(told)).not.toContain("hidden");
});

test("a record that gets too old is given up, however many retries are left", async () => {
  const { batches, told, put } = await readItems(["1"], throwing("1"), {
    MaximumRecordAgeInSeconds: 1,
  });
  await eventually(() => expect(told).toHaveLength(1));
  expect(told).toMatchObject([
    { requestContext: { condition: "RecordAgeExceeded", approximateInvokeCount: batches.length } },
  ]);
  await put({ pk: "a", sk: "2" });
  await eventually(() => expect(batches.at(-1)).toEqual(["2"]));
});

test("a function too busy to start costs no retry", async () => {
  let times = 0;
  const busy = Object.assign(new Error("busy"), { name: "TooManyRequestsException" });
  const work = () => (times++ < 3 ? Promise.reject(busy) : null);
  const { batches, told } = await readItems(["1"], work, { MaximumRetryAttempts: 0 });
  await eventually(() => expect(batches).toEqual([["1"], ["1"], ["1"], ["1"]]));
  expect(told).toEqual([]);
});
