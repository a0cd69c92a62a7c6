import type { Page, PageQuery } from "../../shared/api/contract.ts";
import { type At, ownedBy, shownTo } from "../../shared/lambda/things.ts";
import { folded } from "../../shared/model/sorted-name.ts";
import { type ThingGroup, theGroupOfAll } from "../../shared/model/thing-group.ts";
import * as thingGroups from "../../shared/table/thing-groups.ts";

interface Listing extends At {
  query: { q?: string | undefined } & PageQuery;
}

/** Where a list goes on that has only shown the group of all. */
const beginning = "0";

/** Lists the groups of a customer's things, or of the platform's: that of all stands before those that are stored. */
export async function list(request: Listing): Promise<Page<ThingGroup>> {
  const { limit, after, q = "" } = request.query;
  const owned = ownedBy(request);
  const all = theGroupOfAll(request.customer?.id);
  const first = after === undefined && folded(all.name).startsWith(folded(q)) ? [all] : [];
  const left = limit - first.length;
  if (left === 0) return { items: first, nextCursor: beginning };
  const { items, nextCursor } = await thingGroups.ofOwner(owned, {
    limit: left,
    after: after === beginning ? undefined : after,
    q,
  });
  return { items: [...first, ...items.map((group) => shownTo(request, group))], nextCursor };
}
