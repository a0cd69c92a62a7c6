import * as z from "zod/mini";
import { lazy } from "../model/lazy.ts";
import { get } from "./client.ts";
import { commit } from "./commit.ts";
import { keys } from "./schema.ts";

/** A binding that a cascade removes: enough to find it again, and to tell it from a later one. */
export const Removed = lazy(() =>
  z.object({
    principal: z.string(),
    customer: z.string(),
    project: z.string(),
    projectKey: z.string(),
    under: z.string(),
  }),
);
export type Removed = z.infer<ReturnType<typeof Removed>>;

const keyOf = (operation: string, page: number) =>
  keys.receipt({ operation, page: String(page).padStart(6, "0") });

/** Bindings of one page: an item stays below 16 KB. */
export const pageSize = 200;

const kept = 90 * 24 * 60 * 60;

/** One page of a receipt. Undefined when that page was not begun. */
export async function read(operation: string, page: number): Promise<Removed[] | undefined> {
  const item = await get(keyOf(operation, page));
  const removed = item?.removed as object[] | undefined;
  return removed?.map((each) => Removed().parse({ ...item, ...each }));
}

/** Writes a page; what all its bindings share stands there once. */
export async function write(operation: string, page: number, removed: readonly Removed[]) {
  const [first] = removed;
  const all = removed.map((binding) => Removed().parse(binding));
  const isShared = (field: string) =>
    all.every((each) => each[field as keyof Removed] === first?.[field as keyof Removed]);
  const fields = Object.keys(Removed().shape);
  const item = {
    ...keyOf(operation, page),
    kind: "receipt",
    ttl: Math.floor(Date.now() / 1000) + kept,
    ...Object.fromEntries(
      fields.filter(isShared).map((field) => [field, first?.[field as keyof Removed]]),
    ),
    removed: all.map((each) =>
      Object.fromEntries(Object.entries(each).filter(([field]) => !isShared(field))),
    ),
  };
  await commit([{ do: "put", key: item, item }], new Date(Date.now() + 8_000));
}
