import type { Page } from "../../shared/api/contract.ts";
import type { AccessHolder } from "../../shared/model/held-access.ts";
import type { PageOptions } from "../../shared/table/page.ts";

/** Lists that one page asks at most: it may be short, and goes on. */
const listsAtMost = 25;

/** Who holds something in one way, in the order of their ids. */
export interface HolderList {
  /** Empty, or the group of customers on which they do. */
  id: string;
  page(options: PageOptions): Promise<Page<AccessHolder>>;
}

/** What access comes from, with its lists in the order of their ids. */
export interface Source {
  name: string;
  lists(): Promise<HolderList[]>;
}

/** Where a page ends: the way to a source, one of its lists, and the last holder there; without one all of it was shown. */
const positionAt = (way: readonly string[], list: string, after = "") =>
  `${way.join("/")} ${list} ${after}`;

/** Where to go on. From where a move changed the way, all is listed anew: nobody is left out, some may come twice. */
function startOf(sources: readonly Source[], position: string | undefined) {
  if (position === undefined) return { first: 0 };
  const [words = "", list = "", inside] = position.split(" ");
  const way = words.split("/");
  const moved = way.findIndex((name, i) => sources[i]?.name !== name);
  return moved === -1 ? { first: way.length - 1, list, inside } : { first: moved };
}

/** The lists from a position on, each with the way to it and whom it goes on after. */
async function* listsFrom(sources: readonly Source[], position: string | undefined) {
  const { first, list = "", inside } = startOf(sources, position);
  for (const [i, source] of sources.entries()) {
    if (i < first) continue;
    const way = sources.slice(0, i + 1).map(({ name }) => name);
    for (const one of await source.lists()) {
      const isLast = i === first && inside !== undefined && one.id === list;
      const isDone = i === first && inside !== undefined && one.id < list;
      if (isDone || (isLast && inside === "")) continue;
      yield { way, one, after: isLast ? inside : undefined };
    }
  }
}

/** A page of those who have access, source by source. */
export async function pageAlong(
  sources: readonly Source[],
  { limit, after: position }: PageOptions,
): Promise<Page<AccessHolder>> {
  const items: AccessHolder[] = [];
  let asked = 0;
  let end: string | undefined;
  for await (const { way, one, after } of listsFrom(sources, position)) {
    if (items.length === limit || asked === listsAtMost) return { items, nextCursor: end };
    asked += 1;
    const page = await one.page({ limit: limit - items.length, after });
    items.push(...page.items);
    if (page.nextCursor) return { items, nextCursor: positionAt(way, one.id, page.nextCursor) };
    end = positionAt(way, one.id);
  }
  return { items };
}
