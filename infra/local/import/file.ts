import { createHash } from "node:crypto";
import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { CannotStart } from "../cannot-start.ts";
import { depthOf, phaseOf, rankOf } from "./order.ts";

/** Bytes that a line may have. */
const longest = 64 * 1024;

/** A line that says nothing that could be sent. */
export interface Wrong {
  line: number;
  detail: string;
}

/** The lines of a file, in the order in which they are sent: where each stands, and in which phase it goes. */
export interface Indexed {
  sha256: string;
  /** For each line that can be sent: its number, its place in the file, its bytes, and its phase. */
  lines: { number: number; at: number; bytes: number; phase: number }[];
  wrong: Wrong[];
}

const lineBreak = 0x0a;
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** The text of a line, without a byte order mark and a carriage return. */
const textOf = (bytes: Buffer) => strict.decode(bytes).replace(/\r$/, "");

/** Reads a file once, line by line, and keeps of each no more than where it stands. */
export async function indexFile(path: string): Promise<Indexed> {
  const hash = createHash("sha256");
  const found: Indexed = { sha256: "", lines: [], wrong: [] };
  const customers: { index: number; id: string }[] = [];
  const parents = new Map<string, string | undefined>();
  const take = (bytes: Buffer | undefined, number: number, at: number, length: number) => {
    try {
      if (!bytes) throw new Error(`is longer than ${longest} bytes`);
      const text = decoded(bytes);
      if (text.trim() === "") return;
      const rank = rankOf(parsed(text));
      if (rank.customer) {
        customers.push({ index: found.lines.length, id: rank.customer.id });
        parents.set(rank.customer.id, rank.customer.parentId);
      }
      found.lines.push({ number, at, bytes: length, phase: phaseOf(rank) });
    } catch (error) {
      found.wrong.push({ line: number, detail: `The line ${(error as Error).message}.` });
    }
  };
  await eachLine(path, hash, take);
  for (const { index, id } of customers) {
    const line = found.lines[index];
    if (line) line.phase += depthOf(id, parents);
  }
  found.lines.sort((one, other) => one.phase - other.phase || one.number - other.number);
  return { ...found, sha256: hash.digest("hex") };
}

function decoded(bytes: Buffer): string {
  try {
    return textOf(bytes);
  } catch {
    throw new Error("is not UTF-8");
  }
}

function parsed(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error("is no JSON object");
  return value;
}

type Take = (bytes: Buffer | undefined, number: number, at: number, length: number) => void;

/** Calls for each line with its bytes; without them where there are too many. */
async function eachLine(path: string, hash: { update(bytes: Buffer): unknown }, take: Take) {
  let [number, begin, at] = [1, 0, 0];
  let parts: Buffer[] = [];
  const end = (until: number) => {
    const length = until - begin;
    take(length > longest ? undefined : Buffer.concat(parts), number, begin, length);
    [number, begin, parts] = [number + 1, until + 1, []];
  };
  const keep = (bytes: Buffer) => {
    if (at + bytes.length - begin <= longest) parts.push(bytes);
  };
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    if (at === 0) refuseOtherEncodings(chunk, path);
    hash.update(chunk);
    let from = 0;
    for (let to = chunk.indexOf(lineBreak); to >= 0; to = chunk.indexOf(lineBreak, from)) {
      const bytes = chunk.subarray(from, to);
      keep(bytes);
      at += bytes.length + 1;
      end(at - 1);
      from = to + 1;
    }
    keep(chunk.subarray(from));
    at += chunk.length - from;
  }
  if (at > begin) end(at);
}

function refuseOtherEncodings(start: Buffer, path: string) {
  const mark = start.subarray(0, 2).toString("hex");
  if (mark === "fffe" || mark === "feff")
    throw new CannotStart(`${path} is UTF-16. Save it as UTF-8.`);
}

/** A file whose lines are read again when it is their turn. */
export function openLines(path: string) {
  const file = openSync(path, "r");
  return {
    read: ({ at, bytes }: { at: number; bytes: number }): unknown => {
      const buffer = Buffer.alloc(bytes);
      readSync(file, buffer, 0, bytes, at);
      return JSON.parse(textOf(buffer));
    },
    close: () => closeSync(file),
  };
}
