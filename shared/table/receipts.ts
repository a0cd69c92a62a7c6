import type { StoredOperation } from "../model/operation.ts";
import { get, type Item, type Key, query } from "./client.ts";
import { collections } from "./collections.ts";
import { absent, type Write } from "./commit.ts";
import { keptUntil } from "./operations.ts";
import { keys } from "./schema.ts";

/** Things of one sort that an operation sees to together: planned before anything is done, so that a crash forgets nothing, and kept as its result. */
export interface Receipt {
  /** Which part of the work it is. */
  part: string;
  items: readonly object[];
  /** Where the operation goes on after this page, what its kind remembers then, and of how many things it knows by then. */
  cursor?: string | undefined;
  memory?: Record<string, unknown> | undefined;
  total?: number | undefined;
  /** The page of what failed that is tried again here. */
  retries?: number | undefined;
}

/** Things on one page at most: ids of some 30 characters stay below 16 KB. */
export const pageSize = 500;

/** The operation whose page it is. */
type Of = Pick<StoredOperation, "id" | "kind">;

/** How a page is named, so that names sort like numbers. */
export const pageName = (page: number) => String(page).padStart(8, "0");

const keyOf = (operation: string, page: number, kind: "receipt" | "failed receipt" = "receipt") => {
  const of = { operation, page: pageName(page) };
  return kind === "receipt" ? keys.receipt(of) : keys["failed receipt"](of);
};

/** One page as it was planned. Undefined when it was not begun. */
export async function read(operation: string, page: number): Promise<Receipt | undefined> {
  const item = await get(keyOf(operation, page));
  return item && receiptOf(item);
}

/** The first page of what failed before another page. */
export async function firstFailed(operation: string, before: number) {
  const collection = collections["what failed of an operation"]({ operation });
  const { items } = await query(collection, { strong: true, limit: 1 });
  const [item] = items;
  const page = item && Number(String(item.sk).slice(2));
  return item && page !== undefined && page < before ? { ...receiptOf(item), page } : undefined;
}

/** Everything that failed of an operation and was not tried again. */
export async function allFailed(operation: string): Promise<(Item & { part: string })[]> {
  const collection = collections["what failed of an operation"]({ operation });
  const found: (Item & { part: string })[] = [];
  for (let after: Key | undefined; ; ) {
    const { items, last } = await query(collection, { strong: true, after });
    for (const page of items) {
      const { part, items: failed } = receiptOf(page);
      found.push(...failed.map((one) => ({ ...one, part })));
    }
    if (!last) return found;
    after = last;
  }
}

/** A page out of its item. */
export const receiptOf = ({ part, items, all, cursor, memory, total, retries }: Item): Receipt => ({
  part: String(part),
  items: (items as object[]).map((item) => ({ ...(all as object), ...item })),
  cursor: cursor as string | undefined,
  memory: memory as Record<string, unknown> | undefined,
  total: total as number | undefined,
  retries: retries as number | undefined,
});

/** Plans a page that nobody has begun. */
export const plan = (operation: Of, page: number, receipt: Receipt): Write => ({
  ...write(operation, page, receipt),
  when: absent,
  orElse: "outdated",
});

/** What a page came to. */
export const settle = (operation: Of, page: number, receipt: Receipt): Write =>
  write(operation, page, receipt);

/** What failed of a page: each thing with the code of a refusal and a sentence. */
export const fail = (operation: Of, page: number, { part, items }: Receipt): Write =>
  write(operation, page, { part, items }, "failed receipt");

/** What failed is being tried again. */
export const forget = (operation: string, page: number): Write => ({
  do: "delete",
  key: keyOf(operation, page, "failed receipt"),
});

/** Writes a page; what all its things share stands there once. */
function write(
  operation: Of,
  page: number,
  { items, ...more }: Receipt,
  kind: "receipt" | "failed receipt" = "receipt",
): Write {
  const all = sharedBy(items as Item[]);
  const key = keyOf(operation.id, page, kind);
  const rest = (item: object) =>
    Object.fromEntries(Object.entries(item).filter(([field]) => !(field in all)));
  const given = Object.entries(more).filter(([, value]) => value !== undefined);
  return {
    do: "put",
    key,
    item: {
      ...key,
      kind,
      ...Object.fromEntries(given),
      all,
      items: items.map(rest),
      ttl: keptUntil(operation, new Date()),
    },
  };
}

/** Fields of the same value in every one of several things. */
function sharedBy([first, ...more]: readonly Item[]): Item {
  if (!first || more.length === 0) return {};
  const shared = ([field, value]: [string, unknown]) =>
    more.every((item) => item[field] === value) && typeof value !== "object";
  return Object.fromEntries(Object.entries(first).filter(shared));
}
