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

/** One page of a receipt: at most 500 bindings. Undefined when that page was not begun. */
export async function read(operation: string, page: number): Promise<Removed[] | undefined> {
  const item = await get(keyOf(operation, page));
  return item && z.array(Removed()).parse(item.removed);
}

export async function write(operation: string, page: number, removed: readonly Removed[]) {
  const item = { ...keyOf(operation, page), kind: "receipt", removed };
  await commit([{ do: "put", key: item, item }], new Date(Date.now() + 8_000));
}
