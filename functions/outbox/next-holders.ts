import { isGroupId } from "../../shared/model/id.ts";
import * as memberships from "../../shared/table/memberships.ts";
import type { PageOptions } from "../../shared/table/page.ts";
import type { Batch } from "./kind.ts";

/** Somebody who holds something, maybe through a group. */
export interface Holder {
  id: string;
  through?: string;
}

/** Lists people and groups by their ids. */
type List = (options: PageOptions) => Promise<{ ids: string[]; nextCursor?: string }>;

/** People that are looked at together. */
const atOnce = 25;

/** Where all have been seen to; what comes next goes on behind it. */
export const allTold = "~";

/** The next ones of a list, with the members of each group in it; undefined when all have been seen to. */
export async function nextHolders(list: List, cursor = ""): Promise<Batch | undefined> {
  if (cursor.startsWith(allTold)) return undefined;
  const [holder = "", member] = cursor.split(" ");
  const batch = member === undefined ? await someOf(list, holder) : await membersOf(holder, member);
  const isEmpty = batch.things.length === 0 && batch.cursor === allTold;
  return isEmpty ? undefined : { part: "holders", ...batch };
}

/** People up to the first group, whose members come next. */
async function someOf(list: List, after: string) {
  const { ids, nextCursor = allTold } = await list({ limit: atOnce, ...(after && { after }) });
  const group = ids.find(isGroupId);
  const people = group === undefined ? ids : ids.slice(0, ids.indexOf(group));
  const cursor = group === undefined ? nextCursor : `${group} `;
  return { things: people.map((id): Holder => ({ id })), cursor };
}

async function membersOf(group: string, after: string) {
  const options = { limit: atOnce, ...(after && { after }) };
  const { items, nextCursor } = await memberships.ofGroup(group, options);
  const things = items.map(({ principal: id }): Holder => ({ id, through: group }));
  return { things, cursor: nextCursor ? `${group} ${nextCursor}` : group };
}
