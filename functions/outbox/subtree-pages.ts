import type { Page } from "../../shared/table/page.ts";
import * as subCustomers from "../../shared/table/sub-customers.ts";
import type { Batch } from "./kind.ts";

/** Pages that one look goes through before it is written down how far it came. */
const looksAtMost = 50;

type Stage = "roles" | "groups" | "access";

/** Which walk through all that was moved a cursor is of; undefined of the ones before. */
export const stageOf = (cursor: string | undefined): Stage | undefined =>
  (["roles", "groups", "access"] as const).find((stage) => cursor?.startsWith(`${stage}|`));

interface Walk<Thing extends object> {
  top: string;
  stage: Stage;
  part: string;
  /** What is to be done on one page at a customer, after a position there. */
  pageAt(customer: string, after: string | undefined): Promise<Page<Thing>>;
}

/** The next page with something to do at a customer or below it, customer by customer; undefined when all were looked at. */
export async function nextOf<Thing extends object>(
  { top, stage, part, pageAt }: Walk<Thing>,
  cursor: string | undefined,
): Promise<Batch | undefined> {
  const [, way = "", position] = stageOf(cursor) === stage ? (cursor ?? "").split("|") : [];
  let looks = 0;
  let after = position || undefined;
  for await (const customer of from(top, way)) {
    if (after === end) {
      after = undefined;
      continue;
    }
    do {
      const { items, nextCursor } = await pageAt(customer.id, after);
      after = nextCursor;
      const reached = `${stage}|${customer.way}|${after ?? end}`;
      looks += 1;
      if (items.length > 0 || looks === looksAtMost)
        return { part, things: items, cursor: reached };
    } while (after);
  }
  return undefined;
}

/** Comes after every position at a customer. */
const end = "~";

/** A customer and those below it, from the one at the end of a way down. */
async function* from(top: string, way: string) {
  const ids = way === "" ? [] : way.split("/");
  yield { id: ids.at(-1) ?? top, way };
  for await (const one of subCustomers.below(top, ids.length > 0 ? { after: ids } : {}))
    yield { id: one.customer.id, way: one.way.join("/") };
}
