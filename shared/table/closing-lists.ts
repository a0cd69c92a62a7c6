import * as z from "zod/mini";
import { lazy } from "../model/lazy.ts";
import { getMany, type Key, query } from "./client.ts";
import { collections } from "./collections.ts";
import type { Write } from "./commit.ts";
import { keys } from "./schema.ts";

/** A customer that one operation closes among many: which operation it waits for. */
const UnderWay = lazy(() =>
  z.object({
    customer: z.string(),
    /** Its own closing, or that of another one. */
    awaits: z.string(),
    /** True of its own. */
    isOwn: z.boolean(),
    /** The one that it goes with. */
    with: z.optional(z.string()),
  }),
);
export type UnderWay = z.infer<ReturnType<typeof UnderWay>>;

/** Ids of 32 characters on one page stay below 16 KB. */
const pageSize = 400;

const kept = 90 * 24 * 60 * 60;

const lasting = () => ({ ttl: Math.floor(Date.now() / 1000) + kept });

/** Notes which customers an operation is to close, in the order of their turns. */
export const list = (operation: string, ids: readonly string[]): Write[] =>
  Array.from({ length: Math.ceil(ids.length / pageSize) }, (_, page) => {
    const key = keys["customers to close"]({ operation, page: String(page) });
    const some = ids.slice(page * pageSize, (page + 1) * pageSize);
    return {
      do: "put" as const,
      key,
      item: { ...key, kind: "customers to close", operation, ids: some, ...lasting() },
    };
  });

/** Some of those customers, from one place on. */
export async function some(operation: string, from: number, count: number): Promise<string[]> {
  const page = Math.floor(from / pageSize);
  const [item] = await getMany([keys["customers to close"]({ operation, page: String(page) })]);
  return ((item?.ids ?? []) as string[]).slice(from % pageSize, (from % pageSize) + count);
}

/** All that are under way. */
export async function underWay(operation: string): Promise<UnderWay[]> {
  const collection = collections["customers being closed by an operation"]({ operation });
  const { items } = await query(collection, { strong: true });
  return items.map((item) => UnderWay().parse(item));
}

/** Of some customers those that are under way, and those that are closed by now with the operation that did it. */
export async function found(operation: string, customers: readonly string[]) {
  const of = (kind: "customer being closed" | "customer closed with others") =>
    customers.map((customer) => keys[kind]({ operation, customer }));
  const wanted = [...of("customer being closed"), ...of("customer closed with others")];
  const items = (await getMany(wanted)).map((item) => item && UnderWay().parse(item));
  return { underWay: items.slice(0, customers.length), closed: items.slice(customers.length) };
}

/** Notes that a customer is under way, on condition of what it waited for before. */
export const note = (operation: string, one: UnderWay, before?: UnderWay): Write => {
  const key = keys["customer being closed"]({ operation, customer: one.customer });
  return {
    do: "put",
    key,
    item: { ...key, kind: "customer being closed", ...one, ...lasting() },
    when: before ? "awaits = :before" : "attribute_not_exists(pk)",
    ...(before && { values: { ":before": before.awaits } }),
    orElse: "outdated",
  };
};

/** Notes that a customer is not under way any more. */
export const forget = (operation: string, customer: string): Write => ({
  do: "delete",
  key: keys["customer being closed"]({ operation, customer }),
});

/** Notes that a customer is closed: those below it went along. */
export const keep = (operation: string, one: UnderWay): Write => {
  const key: Key = keys["customer closed with others"]({ operation, customer: one.customer });
  return {
    do: "put",
    key,
    item: { ...key, kind: "customer closed with others", ...one, ...lasting() },
  };
};
