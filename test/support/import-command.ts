import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject, onTestFinished } from "vitest";
import { theAdmin } from "./given.ts";

/** A file in a folder of its own, which goes with the test. */
export function aFile(content: string | Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), "usher-import-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "moving.ndjson");
  writeFileSync(file, content);
  return file;
}

export const asText = (lines: readonly unknown[]) =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join("");

interface How {
  args?: string[];
  /** Killed after so many milliseconds, without a word. */
  killAfter?: number;
  api?: string;
  token?: string;
}

/** Runs the command as people do, and answers how it ended and what it said. */
export async function importFile(file: string, { args = [], killAfter, api, token }: How = {}) {
  const env = { ...process.env, USHER_TOKEN: token ?? (await theAdmin()).token };
  const command = ["infra/local/import.ts", file, "--api", api ?? inject("api"), ...args];
  const child = spawn(process.execPath, command, { env, stdio: ["ignore", "pipe", "pipe"] });
  let [said, drawn] = ["", ""];
  child.stdout.on("data", (text) => (said += text));
  child.stderr.on("data", (text) => (drawn += text));
  const ended = new Promise<number | null>((done) => child.on("close", done));
  if (killAfter !== undefined) setTimeout(() => child.kill("SIGKILL"), killAfter);
  return { code: await ended, said, drawn };
}

interface Said {
  line: number;
  status: string;
  detail?: string;
  code?: string;
}

/** The results of a file, the last one of each line. */
export function resultsOf(file: string, kind = "results"): Said[] {
  const [, ...lines] = readFileSync(`${file}.${kind}.ndjson`, "utf8").trim().split("\n");
  const last = new Map(lines.map((text) => JSON.parse(text) as Said).map((one) => [one.line, one]));
  return [...last.values()].sort((one, other) => one.line - other.line);
}
