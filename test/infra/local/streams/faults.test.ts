import { expect, test } from "vitest";
import { arrangement, type StreamFaults } from "../../../../infra/local/streams/faults.ts";
import type { Entry } from "../../../../infra/local/streams/progress.ts";
import { eventually } from "../eventually.ts";
import { reader } from "./start.ts";

/** Three changes of each of five items, in turns. */
const entries = Array.from({ length: 15 }, (_, index) => {
  const item = `item-${index % 5}`;
  const dynamodb = { Keys: { sk: { S: item } }, SequenceNumber: String(index) };
  return { record: { dynamodb }, place: { sequence: String(index), due: 0 } } as unknown as Entry;
});
const arranged = (faults: StreamFaults) =>
  arrangement(faults)(entries).map(({ place }) => Number(place.sequence));
const ofItem = (numbers: number[], item: number) => numbers.filter((each) => each % 5 === item);

test("changes of different items come in any order, those of one item in theirs", () => {
  const numbers = arranged({ seed: 1 });
  expect(numbers).not.toEqual(numbers.toSorted((a, b) => a - b));
  for (const item of [0, 1, 2, 3, 4]) {
    expect(ofItem(numbers, item)).toEqual([item, item + 5, item + 10]);
  }
});

test("repeated changes come again from one of them on, to the item's last one", () => {
  const numbers = arranged({ seed: 2, repeated: 1 });
  for (const item of [0, 1, 2, 3, 4]) {
    const [first, second, third, ...again] = ofItem(numbers, item);
    expect([first, second, third]).toEqual([item, item + 5, item + 10]);
    expect([item, item + 5, item + 10].slice(-again.length)).toEqual(again);
    expect(again.length).toBeGreaterThan(0);
  }
});

test("one seed brings one order, another seed another", () => {
  expect(arranged({ seed: 3, repeated: 0.5 })).toEqual(arranged({ seed: 3, repeated: 0.5 }));
  expect(arranged({ seed: 3 })).not.toEqual(arranged({ seed: 4 }));
});

test("lost records come neither now nor after a restart", async () => {
  const { put, start, batches, checkpoint } = await reader(() => null);
  await put({ pk: "a", sk: "lost" });
  const stop = await start({ seed: 1, lost: true });
  await eventually(() => expect(checkpoint()).toBe("1"));
  await stop();
  await put({ pk: "a", sk: "kept" });
  await start();
  await eventually(() => expect(batches).toEqual([["kept"]]));
});

test("all records come, and some more than once", async () => {
  const keys = Array.from({ length: 20 }, (_, index) => String(index));
  const settings = { ParallelizationFactor: 3, BatchSize: 4 };
  const { put, start, batches, checkpoint } = await reader(() => null, settings);
  for (const sk of keys) await put({ pk: "a", sk });
  await start({ seed: 5, repeated: 0.5 });
  await eventually(() => expect(checkpoint()).toBe("20"));
  expect(new Set(batches.flat())).toEqual(new Set(keys));
  expect(batches.flat().length).toBeGreaterThan(keys.length);
});
