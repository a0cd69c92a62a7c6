import type { ClosingBlocker } from "../model/closing.ts";
import type { StoredOperation } from "../model/operation.ts";
import type { OperationResult, OperationResultFilter } from "../model/operation-result.ts";
import { type Item, query } from "./client.ts";
import { collections } from "./collections.ts";
import type { Page, PageOptions } from "./page.ts";
import { pageName, receiptOf } from "./receipts.ts";
import { keys } from "./schema.ts";

/** Pages of a receipt that are read for one page of the list; small ones make it a short page. */
const pagesAtOnce = 4;

/** What came of each thing, one page of the list: what failed first. The page under way is left out. */
export async function ofOperation(
  { id, receipts }: StoredOperation,
  { limit, after = "", state }: PageOptions & OperationResultFilter,
): Promise<Page<OperationResult>> {
  const [page = "", index = "-1"] = after.split("+");
  const done = (page: string) => keys.receipt({ operation: id, page }).sk;
  const failed = (page: string) => keys["failed receipt"]({ operation: id, page }).sk;
  const first = state === "done" ? done("") : failed("");
  const until = state === "failed" ? failed("~") : done(pageName(receipts - 1));
  const [, from = first] = [page, first].sort();
  if (receipts === 0 || from > until) return { items: [] };
  const collection = collections["results of an operation"]({ operation: id });
  const options = { from, until, strong: true, limit: pagesAtOnce };
  const { items: pages, last } = await query(collection, options);
  const found = pages
    .flatMap(resultsIn)
    .filter(({ at }) => at.page > page || (at.page === page && at.index > Number(index)));
  const shown = found.slice(0, limit);
  const goesOn = found.length > limit || last !== undefined;
  const reached = shown.at(-1)?.at ?? { page: String(pages.at(-1)?.sk), index: 999 };
  return {
    items: shown.map(({ result }) => result),
    ...(goesOn && { nextCursor: `${reached.page}+${reached.index}` }),
  };
}

const resultsIn = (item: Item) =>
  receiptOf(item).items.map((one, index) => ({
    at: { page: String(item.sk), index },
    result: resultOf(one as Item, item),
  }));

/** A binding is known by its project and whose it is, everything else by its id. */
const resultOf = (one: Item, { kind, part }: Item): OperationResult => ({
  part: String(one.sort ?? part),
  id: String(one.id ?? one.project),
  ...(one.principal !== undefined && { principal: String(one.principal) }),
  ...(one.customer !== undefined && { customer: String(one.customer) }),
  ...(one.link !== undefined && { link: String(one.link) }),
  state: kind === "receipt" ? "done" : "failed",
  ...(one.with !== undefined && { with: String(one.with) }),
  ...(one.code !== undefined && { code: String(one.code) }),
  ...(one.message !== undefined && { message: String(one.message) }),
  ...(one.blockers !== undefined && { blockers: one.blockers as ClosingBlocker[] }),
});
