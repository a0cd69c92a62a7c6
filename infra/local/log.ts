import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import type { LogLine } from "./functions.ts";

type Entry = { level?: string; message?: unknown };

/** Keeps what the functions write in a file, and says what a person should hear of. */
export function openLog(stateDir: string, say: (line: string) => void) {
  const file = createWriteStream(join(stateDir, "usher.log"), { flags: "a" });
  return {
    write: ({ functionId, line }: LogLine) => {
      const entry = parse(line);
      file.write(entry ? `${line}\n` : `${JSON.stringify({ functionId, message: line })}\n`);
      if (!entry || entry.level === "ERROR" || entry.level === "WARN") {
        say(`${functionId}: ${String(entry?.message ?? line)}`);
      }
    },
    close: async () => {
      file.end();
      await once(file, "close");
    },
  };
}

function parse(line: string): Entry | undefined {
  try {
    const entry = JSON.parse(line);
    return typeof entry === "object" ? entry : undefined;
  } catch {
    return undefined;
  }
}
