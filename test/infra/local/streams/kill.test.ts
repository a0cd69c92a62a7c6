import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { assembly } from "../assembly.ts";
import { engineOf } from "../items.ts";
import { surroundings } from "../surroundings.ts";
import { readerOf } from "./start.ts";

/** Runs a host, kills it as nothing can be caught once it has done enough, and answers all that it did. */
async function runAndKill(options: string[], isEnough: (done: string[]) => boolean) {
  const done: string[] = [];
  const host = spawn("node", options, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void host.kill("SIGKILL"));
  for await (const line of createInterface(host.stdout)) {
    done.push(line);
    if (isEnough(done)) host.kill("SIGKILL");
  }
  return done;
}

test("a killed host loses nothing and repeats no more than the batch under way", async () => {
  const resources = readerOf({ BatchSize: 10 });
  const around = surroundings(resources);
  const { endpoint, put } = await engineOf(around);
  const keys = Array.from({ length: 100 }, (_, index) => String(index));
  for (const sk of keys) await put({ pk: "a", sk });
  const script = "test/infra/local/streams/host.ts";
  const options = [script, assembly({ resources }), around.stateDir, endpoint];

  const first = await runAndKill(options, ({ length }) => length >= 25);
  const second = await runAndKill(options, ({ length }) => length >= 35);
  const before = new Set([...first, ...second]);
  const left = keys.filter((key) => !before.has(key));
  const third = await runAndKill(options, (done) => left.every((key) => done.includes(key)));

  expect(new Set([...before, ...third])).toEqual(new Set(keys));
  const repeated = first.length + second.length + third.length - keys.length;
  expect(repeated).toBeLessThanOrEqual(2 * 10);
});
