import { hash } from "node:crypto";
import type { Item } from "./client.ts";
import type { Write } from "./commit.ts";
import { keys } from "./schema.ts";

/** What a caller's Idempotency-Key was used for. */
export interface Done {
  request: string;
  made: Record<string, string>;
  at: string;
}

export const hashOf = (text: string) => hash("sha256", text, "base64url");

export const keyOf = (caller: string, key: string) =>
  keys.idempotency({ caller, key: hashOf(key) });

export const parse = (item: Item | undefined, now: Date): Done | undefined =>
  item && Number(item.ttl) > seconds(now)
    ? { request: String(item.request), made: item.made as Done["made"], at: String(item.at) }
    : undefined;

const seconds = (at: Date) => Math.floor(at.getTime() / 1000);

/** Kept for 24 hours, in the transaction of what it stands for. Of two at once the later one plans anew and finds it. */
export const record = (caller: string, key: string, done: Omit<Done, "at">, now: Date): Write => ({
  do: "put",
  key: keyOf(caller, key),
  item: {
    ...keyOf(caller, key),
    kind: "idempotency",
    ...done,
    at: now.toISOString(),
    ttl: seconds(now) + 24 * 60 * 60,
  },
  when: "attribute_not_exists(pk) OR #ttl <= :now",
  names: { "#ttl": "ttl" },
  values: { ":now": seconds(now) },
  orElse: "outdated",
});
