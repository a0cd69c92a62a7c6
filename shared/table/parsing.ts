import { perObject } from "../model/per-object.ts";
import type { Item } from "./client.ts";

/** Makes of items what a schema says they are, of none undefined. An item is parsed once, however many questions are put to it. */
export function parsing<T>(
  schema: () => { parse(item: Item): T },
): (item: Item | undefined) => T | undefined {
  const parsed = perObject((item: Item) => schema().parse(item));
  return (item) => item && parsed(item);
}
