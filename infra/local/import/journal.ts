import {
  appendFileSync,
  closeSync,
  createReadStream,
  existsSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createInterface } from "node:readline";
import type { Answered } from "./send.ts";

/** What became of a line of the file. */
export interface Result extends Answered {
  line: number;
}

/** What an import is of, and where to: results of another one say nothing about this one. */
export interface Job {
  sha256: string;
  api: string;
  dryRun: boolean;
}

/** What need not be sent again. */
const isDone = (status: string) => !["refused", "later"].includes(status);

/** The file of results, to which each answer is added as it comes. What an import that was stopped got done is read from it. */
export async function openJournal(path: string, job: Job) {
  const counts = new Map<string, number>();
  const done = (await isOf(path, job)) ? await doneIn(path, counts) : startAnew(path, job);
  return {
    done,
    counts,
    add: (results: readonly Result[]) => {
      appendFileSync(path, results.map((one) => `${JSON.stringify(one)}\n`).join(""));
    },
  };
}

function startAnew(path: string, job: Job): Set<number> {
  writeFileSync(path, `${JSON.stringify({ import: job })}\n`);
  return new Set();
}

async function isOf(path: string, job: Job): Promise<boolean> {
  if (job.dryRun || !existsSync(path)) return false;
  cutTornLine(path);
  for await (const text of linesOf(path)) return text === JSON.stringify({ import: job });
  return false;
}

async function doneIn(path: string, counts: Map<string, number>): Promise<Set<number>> {
  const done = new Set<number>();
  for await (const text of linesOf(path)) {
    const { line, status } = JSON.parse(text) as Partial<Result>;
    if (line === undefined || status === undefined || !isDone(status) || done.has(line)) continue;
    done.add(line);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return done;
}

const linesOf = (path: string) => createInterface({ input: createReadStream(path) });

/** The last line, where the import was stopped while writing it. */
function cutTornLine(path: string) {
  const { size } = statSync(path);
  const tail = Buffer.alloc(Math.min(size, 1024 * 1024));
  const file = openSync(path, "r");
  readSync(file, tail, 0, tail.length, size - tail.length);
  closeSync(file);
  const end = tail.lastIndexOf(0x0a) + 1;
  if (end < tail.length) truncateSync(path, size - tail.length + end);
}
