import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLog } from "../../../infra/local/log.ts";
import { assembly } from "./assembly.ts";

async function write(...lines: string[]) {
  const stateDir = join(assembly({ resources: {} }), "state");
  mkdirSync(stateDir);
  const said: string[] = [];
  const log = openLog(stateDir, (line) => said.push(line));
  for (const line of lines) log.write({ functionId: "WorkerA8E54BC5", line });
  await log.close();
  const kept = readFileSync(join(stateDir, "usher.log"), "utf8").split("\n").filter(Boolean);
  return { said, kept: kept.map((line) => JSON.parse(line)) };
}

test("what a function did is said in one line with what it did it to", async () => {
  const line = {
    level: "INFO",
    message: "cascade done",
    timestamp: "2030-01-31T12:00:00Z",
    service: "usher",
    sampling_rate: 0,
    function_name: "Worker",
    customer: "acme",
    removed: 3,
    nested: {},
  };
  const { said, kept } = await write(JSON.stringify(line));
  expect(said).toEqual(["Worker: cascade done (customer=acme removed=3)"]);
  expect(kept).toEqual([line]);
});

test("an error is said without its stack", async () => {
  const line = {
    level: "ERROR",
    message: "no good\nat all",
    stack: "Error\n  at x",
    errorType: "E",
  };
  const { said, kept } = await write(JSON.stringify(line));
  expect(said).toEqual(["Worker: no good (errorType=E)"]);
  expect(kept).toEqual([line]);
});

test("answered requests and sent letters are kept, but not said", async () => {
  const lines = ["answered", "refused", "mail sent"].map((message) => ({ level: "INFO", message }));
  const { said, kept } = await write(...lines.map((line) => JSON.stringify(line)));
  expect(said).toEqual([]);
  expect(kept).toEqual(lines);
});

test("every line of the log is JSON, whatever the function wrote", async () => {
  const { said, kept } = await write("plain", "null", '{"half":');
  expect(kept).toEqual(
    ["plain", "null", '{"half":'].map((message) => ({ functionId: "WorkerA8E54BC5", message })),
  );
  expect(said[0]).toBe("Worker: plain");
});
