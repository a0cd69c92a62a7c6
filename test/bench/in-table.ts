import type { Result, Row } from "./result.ts";

/** A result as a table for people: its figures, and whether each stays below its bar. */
export function inTable({ title, rows }: Result): string {
  const names = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
  const lines = [
    ["", ...names, "", ""],
    ...rows.map((row) => [
      row.what,
      ...names.map((name) => row.figures[name]?.toLocaleString("en") ?? ""),
      row.bar ? `≤ ${row.bar.most}` : "",
      verdict(row),
    ]),
  ];
  const widths = lines[0]?.map((_, column) =>
    Math.max(...lines.map((line) => width(line[column]))),
  );
  const aligned = lines.map((line) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths?.[0] ?? 0) : cell.padStart(widths?.[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
  return ["", title, "", ...aligned, ""].join("\n");
}

const width = (cell = "") => cell.length;

/** True when a row has no bar or stays below it. */
const isMet = ({ figures, bar }: Row) => !bar || (figures[bar.figure] ?? 0) <= bar.most;

const verdict = (row: Row) => (row.bar ? (isMet(row) ? "ok" : "MISSED") : "");
