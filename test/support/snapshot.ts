import { setTimeout as wait } from "node:timers/promises";
import { tableOf } from "./table.ts";

/** Fields in the order of their names: the table keeps none. */
function inOrder(_: string, value: unknown): unknown {
  if (value instanceof Set) return [...value].sort();
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Every item in which a text stands, as text: what two moments are compared by. Limits are counted apart. */
export async function storedOf(text: string, at?: { dynamodb: string }): Promise<string[]> {
  const items = await tableOf(at).all();
  return items
    .filter(({ kind }) => kind !== "rate")
    .map((item) => JSON.stringify(item, inOrder))
    .filter((item) => item.includes(text))
    .sort();
}

/** What is seen once nothing changes it any more. */
export async function quiet<T>(look: () => Promise<T>): Promise<T> {
  for (let before = await look(); ; ) {
    await wait(1_500);
    const now = await look();
    if (JSON.stringify(now) === JSON.stringify(before)) return now;
    before = now;
  }
}
