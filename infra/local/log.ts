import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { shortName } from "./functions/find.ts";
import type { LogLine } from "./functions.ts";

type Entry = Record<string, unknown>;

/** What a line says of the function rather than of what happened. */
const usual =
  /^(level|message|stack|timestamp|service|sampling_rate|cold_start|xray_trace_id|function_.*)$/;
/** What a person need not hear: the client knows of its requests, and the inbox of the letters. */
const quiet = new Set<unknown>(["answered", "refused", "mail sent"]);

/** Keeps what the functions write in a file, and says in one readable line what a person should hear of. */
export function openLog(stateDir: string, say: (line: string) => void) {
  const file = join(stateDir, "usher.log");
  let lacks = false;
  const keep = (line: string) => {
    try {
      appendFileSync(file, `${line}\n`);
    } catch (error) {
      if (!lacks) say(`${file} lacks lines: ${(error as Error).message}`);
      lacks = true;
    }
  };
  return {
    write: ({ functionId, line }: LogLine) => {
      const entry = parse(line);
      keep(JSON.stringify(entry ?? { functionId, message: line }));
      if (entry?.level === "DEBUG" || quiet.has(entry?.message)) return;
      say(`${shortName(functionId)}: ${entry ? readable(entry) : line}`);
    },
  };
}

function parse(line: string): Entry | undefined {
  try {
    const entry = JSON.parse(line);
    return typeof entry === "object" && entry !== null ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** `cascade done (customer=acme removed=3)`. */
function readable(entry: Entry): string {
  const details = Object.entries(entry)
    .filter(([name, value]) => !usual.test(name) && /^(string|number)$/.test(typeof value))
    .map(([name, value]) => `${name}=${value}`);
  const more = details.length > 0 ? ` (${details.join(" ")})` : "";
  const [message] = String(entry.message ?? "").split("\n");
  return `${message}${more}`;
}
