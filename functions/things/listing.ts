import type { Page, PageQuery } from "../../shared/api/contract.ts";
import { type At, nowhere, ownedBy, shownTo } from "../../shared/lambda/things.ts";
import type { Thing } from "../../shared/model/thing.ts";
import { allGroup } from "../../shared/model/thing-group-id.ts";
import type { ThingFilter } from "../../shared/model/thing-requests.ts";
import type * as thingCounters from "../../shared/table/thing-counters.ts";
import * as thingGroups from "../../shared/table/thing-groups.ts";
import * as thingLists from "../../shared/table/thing-lists.ts";
import { belowOf } from "./listing-below.ts";

interface Listing extends At {
  query: ThingFilter & PageQuery;
  ahead: thingCounters.Counter[];
}

/** Lists things of a customer or of the platform. */
export async function list(request: Listing): Promise<Page<Thing>> {
  const { items, nextCursor } = await pageOf(request);
  return { items: items.map((thing) => shownTo(request, thing) as Thing), nextCursor };
}

async function pageOf(request: Listing): Promise<Page<Thing>> {
  const { query, ahead } = request;
  const { group = allGroup, order, below, ...asked } = query;
  const owned = ownedBy(request);
  if (below) return belowOf({ ...asked, top: owned.owner, things: owned.things });
  const listed = { ...asked, shards: ahead.map(({ shard }) => shard) };
  if (order === "newest") return thingLists.newestOf(owned, listed);
  if (group === allGroup) return thingLists.ofOwner(owned, listed);
  const [known, page] = await Promise.all([
    thingGroups.byId(group),
    thingLists.inGroup(group, listed),
  ]);
  if (!known || !thingGroups.isFor(known, owned)) throw nowhere();
  return page;
}
