import { createHash } from "node:crypto";
import type * as z from "zod/mini";
import { Refusal } from "../model/refusal.ts";
import { type Item, type Key, query } from "./client.ts";
import type { Collection } from "./schema.ts";

export interface Listing<T> {
  collection: Collection;
  schema: z.ZodMiniType<T>;
  /** Where an item stands in the list, and the key of the item that stands there. */
  positionOf(item: T): string;
  keyAt(position: string): Key;
  limit: number;
  cursor?: string | undefined;
  newestFirst?: boolean;
  /** What else narrows the list: a cursor is good for the very same question only. */
  filters?: Record<string, unknown>;
  range?: { from?: string | undefined; until?: string | undefined };
}

/** One page of a list. The partition always comes from the request, so a forged cursor reaches nothing new. */
export async function page<T>(list: Listing<T>): Promise<{ items: T[]; nextCursor?: string }> {
  const question = fingerprint(list.filters ?? {});
  const after = list.cursor === undefined ? undefined : list.keyAt(open(list.cursor, question));
  const { newestFirst = false, limit, range } = list;
  const { items, last } = await query(list.collection, { limit, after, newestFirst, ...range });
  const parsed = items.map((item: Item) => list.schema.parse(item));
  const end = parsed.at(-1);
  if (!last || !end) return { items: parsed };
  return { items: parsed, nextCursor: seal(list.positionOf(end), question) };
}

export const fingerprint = (filters: Record<string, unknown>) =>
  createHash("sha256").update(JSON.stringify(filters)).digest("base64url").slice(0, 8);

export const seal = (position: string, question: string) =>
  Buffer.from(`${question}${position}`).toString("base64url");

/** The position inside a cursor; refuses one that is broken or belongs to another question. */
export function open(cursor: string, question: string): string {
  const text = Buffer.from(cursor, "base64url").toString();
  const position = text.slice(question.length);
  if (!text.startsWith(question) || !/^[\w-]{1,64}$/.test(position))
    throw new Refusal(
      "invalid",
      "This cursor belongs to another list. Start from the first page.",
      {
        errors: [{ pointer: "/cursor", message: "must be the nextCursor of the same list" }],
      },
    );
  return position;
}

/** One page of what was read whole, sorted by position. */
export function chosenPage<T>(
  all: readonly T[],
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  positionOf: (item: T) => string,
): { items: T[]; nextCursor?: string } {
  const question = fingerprint({});
  const after = cursor === undefined ? "" : open(cursor, question);
  const rest = all.filter((item) => positionOf(item) > after);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return rest.length > limit && last
    ? { items, nextCursor: seal(positionOf(last), question) }
    : { items };
}
