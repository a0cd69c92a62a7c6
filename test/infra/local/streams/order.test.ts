import { expect, test } from "vitest";
import { seeded } from "../../../../infra/local/random.ts";
import type { StreamRecord } from "../../../../infra/local/streams/shard.ts";
import { eventually } from "../eventually.ts";
import { failed, keyOf, reader } from "./start.ts";

const items = Array.from({ length: 12 }, (_, index) => `item-${index}`);
const versionOf = ({ dynamodb }: StreamRecord) => Number(dynamodb.NewImage?.version?.N);

test("changes of an item come in their order, whatever fails in four lanes", async () => {
  const random = seeded(7);
  const done = new Map<string, number[]>(items.map((sk) => [sk, []]));
  const read = await reader(
    (_, records) => {
      const fails = random() < 0.3 ? Math.floor(random() * records.length) : records.length;
      for (const record of records.slice(0, fails))
        done.get(keyOf(record))?.push(versionOf(record));
      return failed(records.slice(fails, fails + 1), ...items);
    },
    { ParallelizationFactor: 4, BatchSize: 5 },
  );
  for (const version of [1, 2, 3, 4]) {
    for (const sk of items) await read.put({ pk: "a", sk, version });
  }
  await read.start();
  await eventually(() => expect([...done.values()].flat()).toHaveLength(48));
  for (const versions of done.values()) expect(versions).toEqual([1, 2, 3, 4]);
});

/** Reads all items while the first one fails until it is let go. */
async function holdUp(lanes: number) {
  let held = true;
  const done = new Set<string>();
  const work = ([sk = ""]: string[]) => {
    if (held && sk === "item-0") throw new Error("not yet");
    done.add(sk);
  };
  const read = await reader(work, { ParallelizationFactor: lanes, BatchSize: 1 });
  for (const sk of items) await read.put({ pk: "a", sk });
  await read.start();
  const letGo = () => {
    held = false;
  };
  return { ...read, done, letGo };
}

test("nothing passes a failing record where there is one lane", async () => {
  const { batches, done, letGo } = await holdUp(1);
  await eventually(() => expect(batches.length).toBeGreaterThan(3));
  expect(done).toEqual(new Set());
  letGo();
  await eventually(() => expect([...done]).toEqual(items));
});

test("a failing record holds up its own lane and no other", async () => {
  const { batches, done, letGo } = await holdUp(4);
  const failures = () => batches.filter(([sk]) => sk === "item-0").length;
  await eventually(() => expect(done.size).toBeGreaterThan(items.length / 2));
  const before = failures();
  await eventually(() => expect(failures()).toBeGreaterThan(before + 1));
  expect(done).not.toContain("item-0");
  letGo();
  await eventually(() => expect(done.size).toBe(items.length));
});
