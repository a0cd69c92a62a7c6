import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { CannotStart } from "../cannot-start.ts";
import { callDynamoDb } from "../dynamodb.ts";
import { listen } from "../listen.ts";
import type { Part } from "../part.ts";

/** Engines must not outlive this process, however it ends. */
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const engine of running) engine.kill("SIGKILL");
});

/** A running table engine; the embedded one keeps its items in a file. */
export type Engine = Part & { endpoint: string; file?: string };

/** Starts the embedded table engine over a file of the state folder. */
export async function startDynoxide(
  stateDir: string,
  say: (line: string) => void,
): Promise<Engine> {
  const binary = findBinary();
  const port = await freePort();
  const file = fileIn(stateDir);
  endOrphan(stateDir);
  const options = ["--host", "127.0.0.1", "--port", String(port), "--db-path", file];
  const engine = spawn(binary, options, {
    // A Ctrl-C is for this process, which ends the engine last.
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.add(engine);
  writeFileSync(pidIn(stateDir), String(engine.pid));
  const endpoint = `http://127.0.0.1:${port}`;
  await ready(engine, endpoint);
  addIndexes(file);
  const loss = () =>
    say("The table engine has ended. Start Usher again: what was written is kept.");
  engine.once("exit", loss);
  return { endpoint, file, stop: () => end(engine.off("exit", loss)) };
}

function findBinary(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const { resolve } = createRequire(import.meta.url);
    return join(dirname(resolve(`@dynoxide/${platform}/package.json`)), "dynoxide");
  } catch {
    throw new CannotStart(
      `There is no table engine for ${platform} here. Start another one, such as DynamoDB Local, and set USHER_DYNAMODB_ENDPOINT to its address.`,
    );
  }
}

const pidIn = (stateDir: string) => join(stateDir, "engine.pid");
const fileIn = (stateDir: string) => join(stateDir, "table.db");

/** Ends the engine of a host that was killed, if it still runs on this folder's file. */
export function endOrphan(stateDir: string) {
  if (!existsSync(pidIn(stateDir))) return;
  const pid = readFileSync(pidIn(stateDir), "utf8");
  const commandLine = `/proc/${pid}/cmdline`;
  if (
    existsSync(commandLine) &&
    readFileSync(commandLine, "utf8").includes(`\0${fileIn(stateDir)}\0`)
  ) {
    process.kill(Number(pid), "SIGKILL");
  }
}

async function freePort(): Promise<number> {
  const { port, close } = await listen(0);
  await close();
  return port;
}

async function ready(engine: ChildProcess, endpoint: string) {
  let complaint = "";
  engine.stderr?.on("data", (data) => {
    complaint = `${complaint}${data}`.slice(-500);
  });
  const failed = once(engine, "exit").then(() => {
    throw new CannotStart(`The table engine did not start: ${complaint.trim()}`);
  });
  await Promise.race([failed, answers(endpoint)]);
  failed.catch(() => {});
}

async function answers(endpoint: string) {
  for (;;) {
    try {
      return await callDynamoDb(endpoint, "ListTables", {});
    } catch {
      await sleep(10);
    }
  }
}

/** Every write looks for the stream's last number: without an index each one reads all records before it. */
function addIndexes(file: string) {
  const database = new DatabaseSync(file);
  const number = "CAST(sequence_number AS INTEGER)";
  database.exec(`
    PRAGMA busy_timeout = 5000;
    CREATE INDEX IF NOT EXISTS usher_by_table ON _stream_records (table_name, ${number});
    CREATE INDEX IF NOT EXISTS usher_by_shard ON _stream_records (table_name, shard_id, ${number});
  `);
  database.close();
}

async function end(engine: ChildProcess) {
  if (engine.exitCode !== null || engine.signalCode !== null) return;
  const ended = once(engine, "exit");
  engine.kill("SIGTERM");
  const timer = setTimeout(() => engine.kill("SIGKILL"), 3_000);
  await ended;
  running.delete(engine);
  clearTimeout(timer);
}
