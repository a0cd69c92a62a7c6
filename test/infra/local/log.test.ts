import { mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLog } from "../../../infra/local/log.ts";
import { assembly } from "./assembly.ts";

function open() {
  const stateDir = join(assembly({ resources: {} }), "state");
  mkdirSync(stateDir);
  const said: string[] = [];
  const log = openLog(stateDir, (line) => said.push(line));
  const write = (line: string) => log.write({ functionId: "WorkerA8E54BC5", line });
  const file = join(stateDir, "usher.log");
  const kept = () => readFileSync(file, "utf8").split("\n").filter(Boolean);
  return { file, write, said, kept: () => kept().map((line) => JSON.parse(line)) };
}
function write(...lines: string[]) {
  const { write, said, kept } = open();
  for (const line of lines) write(line);
  return { said, kept: kept() };
}

test("what a function did is said in one line with what it did it to", () => {
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
  const { said, kept } = write(JSON.stringify(line));
  expect(said).toEqual(["Worker: cascade done (customer=acme removed=3)"]);
  expect(kept).toEqual([line]);
});

test("an error is said without its stack", () => {
  const line = {
    level: "ERROR",
    message: "no good\nat all",
    stack: "Error\n  at x",
    errorType: "E",
  };
  const { said, kept } = write(JSON.stringify(line));
  expect(said).toEqual(["Worker: no good (errorType=E)"]);
  expect(kept).toEqual([line]);
});

test("answered requests and sent letters are kept, but not said", () => {
  const lines = ["answered", "refused", "mail sent"].map((message) => ({ level: "INFO", message }));
  const { said, kept } = write(...lines.map((line) => JSON.stringify(line)));
  expect(said).toEqual([]);
  expect(kept).toEqual(lines);
});

test("every line of the log is JSON, whatever the function wrote", () => {
  const { said, kept } = write("plain", "null", '{"half":');
  expect(kept).toEqual(
    ["plain", "null", '{"half":'].map((message) => ({ functionId: "WorkerA8E54BC5", message })),
  );
  expect(said[0]).toBe("Worker: plain");
});

test("a log that cannot be written is said once, and a line that can be is kept again", () => {
  const { file, write, said, kept } = open();
  symlinkSync("/dev/full", file);
  write("one");
  write("two");
  expect(said).toEqual([
    expect.stringMatching(/^.*usher\.log lacks lines: ENOSPC: no space left on device, write$/),
    "Worker: one",
    "Worker: two",
  ]);
  rmSync(file);
  write("three");
  expect(kept()).toMatchObject([{ message: "three" }]);
});
