import type { Item } from "./client.ts";

/** Makes of items what a schema says they are, of none undefined. An item is parsed once, however many questions are put to it. */
export function parsing<T>(
  schema: () => { parse(item: Item): T },
): (item: Item | undefined) => T | undefined {
  const parsed = new WeakMap<Item, T>();
  return (item) => {
    if (!item) return undefined;
    const known = parsed.get(item) ?? schema().parse(item);
    parsed.set(item, known);
    return known;
  };
}
