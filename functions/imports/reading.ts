import { check } from "../../shared/lambda/parse.ts";
import { dataOf, ImportedLine, type ImportedResult } from "../../shared/model/imported-line.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { Line } from "./importing.ts";
import { importKinds, isImported, leftOut } from "./kinds.ts";
import { refused } from "./outcome.ts";

/** A line that can be imported, or what there is to say about it already. */
export type Read = { line: Line } | { result: ImportedResult };

/** Checks each line by itself, so that a wrong one stops no other. */
export const readLines = (lines: readonly unknown[]): Read[] => lines.map(readLine);

function readLine(given: unknown, index: number): Read {
  try {
    const raw = check(ImportedLine(), given, "");
    const { kind, about } = raw;
    if (!isImported(kind))
      return { result: { index, kind, status: "skipped", detail: leftOut[kind] } };
    const data = check(dataOf(kind), raw.data, "data") as never;
    const from = typeof about?.id === "string" && about.id !== "" ? about.id : undefined;
    const key = importKinds[kind].keyOf(data, from);
    return { line: { index, kind, data, from, key, raw: { kind, data: raw.data } } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { result: { index, ...refused(error) } };
  }
}
