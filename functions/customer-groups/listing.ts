import type { PageQuery } from "../../shared/api/contract.ts";
import { seenBy } from "../../shared/model/authors.ts";
import * as customerGroups from "../../shared/table/customer-groups.ts";
import { type Asking, allOf, ownerIn } from "./known.ts";

/** Before the first named group. */
const start = "!";

/** The group of all customers, then the named ones in the order of their names. */
export async function list(request: Pick<Asking, "customer" | "decision">, query: PageQuery) {
  const { limit, after } = query;
  if (after === undefined && limit === 1)
    return { items: [seenBy(request.decision, allOf(request))], nextCursor: start };
  const first = after === undefined ? [allOf(request)] : [];
  const { items, nextCursor } = await customerGroups.ofOwner(ownerIn(request), {
    limit: limit - first.length,
    after: after === start ? undefined : after,
  });
  return {
    items: [...first, ...items].map((group) => seenBy(request.decision, group)),
    nextCursor,
  };
}
