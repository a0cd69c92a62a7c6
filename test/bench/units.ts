import { unmarshall } from "@aws-sdk/util-dynamodb";
import { table } from "../../shared/table/schema.ts";
import type { Write } from "./recorder.ts";

type Value = Record<string, unknown>;
type Item = Record<string, Value>;

/** What an item costs a write, by DynamoDB's rules: `add event 2 + gsi1 1 + gsi2 1`. */
export function lineOf({ act, inTransaction, before, after }: Write): string {
  const { kind = "nothing" } = unmarshall((after ?? before ?? {}) as never);
  const did = act === "Put" ? (before ? "replace" : "add") : words[act];
  const size = Math.max(unitsOf(before), unitsOf(after), 1);
  const indexes =
    act === "ConditionCheck"
      ? []
      : Object.entries(table.indexes).flatMap(([name, { partitionKey, sortKey }]) => {
          const units = indexUnits(before, after, [partitionKey, sortKey], name === "due");
          return units > 0 ? [` + ${name} ${units}`] : [];
        });
  return `${did} ${kind} ${size * (inTransaction ? 2 : 1)}${indexes.join("")}`;
}

/** The units that a write takes of each partition of the table and of its indexes. */
export function shareOf({ inTransaction, act, key, before, after }: Write): [string, number][] {
  const size = Math.max(unitsOf(before), unitsOf(after), 1) * (inTransaction ? 2 : 1);
  const indexes = Object.entries(table.indexes).flatMap(([name, { partitionKey, sortKey }]) => {
    const at = (after ?? before)?.[partitionKey]?.S;
    const units = indexUnits(before, after, [partitionKey, sortKey], name === "due");
    return at && act !== "ConditionCheck" ? [[`${name} ${at}`, units] as [string, number]] : [];
  });
  return [[`table ${key.pk?.S}`, size], ...indexes];
}

const words: Record<string, string> = {
  Update: "update",
  Delete: "delete",
  ConditionCheck: "check",
};

/** Says once what several items cost alike: `25 × add letter 2 + due 1`. */
export function inShort(lines: readonly string[]): string[] {
  const times = Map.groupBy(lines.toSorted(), (line) => line);
  return [...times].map(([line, { length }]) => (length > 1 ? `${length} × ${line}` : line));
}

/** The units of a line, taken from its figures. */
export function sumOf(line: string): number {
  const [, times = "1", rest = ""] = /^(?:(\d+) × )?(.*)$/.exec(line) ?? [];
  const figures = [...rest.matchAll(/ (\d+)(?= \+|$)/g)].map(([, figure]) => Number(figure));
  return Number(times) * figures.reduce((sum, figure) => sum + figure, 0);
}

/** The kind of item that a line is about. */
export const kindOf = (line: string) =>
  /(?:add|replace|update|delete|check) (.+?) \d/.exec(line)?.[1] ?? "";

/** An entry of an index: written anew, rewritten, or taken away and written elsewhere. */
function indexUnits(
  before: Item | undefined,
  after: Item | undefined,
  keys: string[],
  keysOnly: boolean,
): number {
  const entry = (item: Item | undefined) => {
    if (!item || keys.some((key) => !item[key])) return undefined;
    const shown = keysOnly ? ["pk", "sk", ...keys] : Object.keys(item);
    return Object.fromEntries(shown.map((name) => [name, item[name] ?? {}]));
  };
  const [old, now] = [entry(before), entry(after)];
  const isMoved = old && now && keys.some((key) => textOf(old[key]) !== textOf(now[key]));
  if (isMoved) return unitsOf(old) + unitsOf(now);
  if (textOf(old) === textOf(now)) return 0;
  return Math.max(unitsOf(old), unitsOf(now));
}

const textOf = (value: unknown) => JSON.stringify(value);

const unitsOf = (item: Item | undefined) => (item ? Math.ceil(sizeOf(item) / 1024) : 0);

/** Bytes that DynamoDB counts for an item: names and values (Developer Guide, "DynamoDB item sizes and formats"). */
const sizeOf = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + bytes(name) + valueSize(value), 0);

const bytes = (text: string) => Buffer.byteLength(text);

function valueSize(value: Value): number {
  const [[type, held] = ["NULL", true]] = Object.entries(value);
  if (type === "S") return bytes(held as string);
  if (type === "N") return Math.ceil(String(held).replace(/\D/g, "").length / 2) + 1;
  if (type === "M") return 3 + Object.keys(held as Item).length + sizeOf(held as Item);
  if (type === "L") return (held as Value[]).reduce((sum, each) => sum + 1 + valueSize(each), 3);
  return 1;
}
