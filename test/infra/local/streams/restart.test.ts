import { expect, test } from "vitest";
import { eventually } from "../eventually.ts";
import { reader } from "./start.ts";

test("reading goes on after a restart where it was, with what was written meanwhile", async () => {
  const { put, start, batches } = await reader(() => null, { BatchSize: 1 });
  await put({ pk: "a", sk: "1" });
  await put({ pk: "a", sk: "2" });
  const stop = await start();
  await eventually(() => expect(batches).toHaveLength(2));
  await stop();
  await put({ pk: "a", sk: "3" });
  await start();
  await eventually(() => expect(batches).toEqual([["1"], ["2"], ["3"]]));
});

test("what no filter wants is not read again after a restart", async () => {
  const Filters = [{ Pattern: JSON.stringify({ eventName: ["REMOVE"] }) }];
  const { put, remove, start, batches } = await reader(() => null, { FilterCriteria: { Filters } });
  await put({ pk: "a", sk: "1" });
  await remove("a", "1");
  await put({ pk: "a", sk: "2" });
  const stop = await start();
  await eventually(() => expect(batches).toEqual([["1"]]));
  await stop();
  await remove("a", "2");
  await start();
  await eventually(() => expect(batches).toEqual([["1"], ["2"]]));
});

test("a record that still failed when the host ended comes again, though later ones were done", async () => {
  let broken = true;
  const done: string[] = [];
  const { put, start, told } = await reader(
    ([sk = ""]) => {
      if (broken && sk === "bad") throw new Error("broken");
      done.push(sk);
    },
    { ParallelizationFactor: 8, BatchSize: 1 },
  );
  for (const sk of ["bad", "1", "2", "3", "4", "5", "6", "7"]) await put({ pk: "a", sk });
  const stop = await start();
  await eventually(() => expect(done.length).toBeGreaterThan(3));
  await stop();
  broken = false;
  await start();
  await eventually(() => expect(done).toContain("bad"));
  expect(told).toEqual([]);
});

test("a batch that is under way when the host stops is waited for", async () => {
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  const { put, start, batches } = await reader(() => finished);
  await put({ pk: "a", sk: "1" });
  const stop = await start();
  await eventually(() => expect(batches).toHaveLength(1));
  const stopping = stop();
  finish();
  await stopping;
  await put({ pk: "a", sk: "2" });
  await start();
  await eventually(() => expect(batches).toEqual([["1"], ["2"]]));
});

test("a function that ends with the host has its batch again after the restart", async () => {
  const { promise: killed, reject: kill } = Promise.withResolvers<void>();
  let times = 0;
  const settings = { MaximumRetryAttempts: 0 };
  const { put, start, told } = await reader(() => (times++ === 0 ? killed : null), settings);
  await put({ pk: "a", sk: "1" });
  const stop = await start();
  await eventually(() => expect(times).toBe(1));
  const stopping = stop();
  kill(new Error("killed"));
  await stopping;
  await start();
  await eventually(() => expect(times).toBe(2));
  expect(told).toEqual([]);
});
