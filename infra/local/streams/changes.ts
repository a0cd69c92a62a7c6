import { DatabaseSync } from "node:sqlite";

/** Whether anything was written since a version that was read before. */
export type Changes = { version: () => number; close: () => void };

/** Looks into the embedded engine's file for changes: asking the engine itself costs a thousand times as much. */
export function openChanges(file: string): Changes {
  const db = new DatabaseSync(file, { readOnly: true });
  const version = db.prepare("PRAGMA data_version");
  return {
    version: () => Number(version.get()?.data_version),
    close: () => db.close(),
  };
}
