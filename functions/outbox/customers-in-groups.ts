import { allCustomers } from "../../shared/model/id.ts";
import type { Task } from "../../shared/model/outbox.ts";
import * as customerList from "../../shared/table/customer-list.ts";
import * as groupedCustomers from "../../shared/table/grouped-customers.ts";
import { pageBelow } from "./end-what-is-left.ts";

/** Customers on one page. */
const atOnce = 50;

/** Groups of the platform's customers on which somebody lost rights; that of all stands for each. */
export function groupsLost({ customerGroup, input }: Task): readonly string[] {
  const all = customerGroup ? [customerGroup] : ((input?.onGroups ?? []) as string[]);
  return all.includes(allCustomers) ? [allCustomers] : all;
}

/** Some customers of these groups and below them, after a cursor: group by group, in each customer by customer, and below each all of it. */
export async function pageInGroups(groups: readonly string[], cursor = "") {
  const [from = "", at = "", way = ""] = cursor.split("|");
  for (let i = Number(from); i < groups.length; i++) {
    const after = i === Number(from) ? { at, way } : { at: "", way: "" };
    const group = groups[i] as string;
    const page = await (group === allCustomers ? pageOfAll(after) : pageInGroup(group, after));
    if (page.things.length > 0) return { ...page, cursor: `${i}|${page.at}|${page.way}` };
  }
  return undefined;
}

interface Reached {
  /** The customer of the group seen to last, and the way down to the last one below it. */
  at: string;
  way: string;
}

/** All customers there are, those below others as well. */
async function pageOfAll({ at }: Reached) {
  const ids = await customerList.idsOfAll({ limit: atOnce, after: at || undefined });
  return { things: ids.map((id) => ({ id })), at: ids.at(-1) ?? at, way: "" };
}

async function pageInGroup(group: string, { at, way }: Reached) {
  const things: { id: string }[] = [];
  const reached = { at, way };
  while (things.length < atOnce) {
    const below = reached.at ? await pageBelow(reached.at, reached.way || undefined) : undefined;
    if (below?.way !== undefined) {
      things.push(...below.things);
      reached.way = below.way;
      continue;
    }
    const after = reached.at || undefined;
    const [next] = await groupedCustomers.idsIn(group, { limit: 1, after });
    if (next === undefined) break;
    things.push({ id: next });
    reached.at = next;
    reached.way = "";
  }
  return { things, ...reached };
}
