import { levelsAtMost } from "../../../shared/model/place.ts";
import { firstBelow } from "../../../shared/table/sub-customers.ts";

/** The ids on the way down from the customer that is closed to one below it; none for itself. */
export type Way = readonly string[];

export const lastOn = (top: string, way: Way) => way.at(-1) ?? top;

/** The next customer, each before those below it. */
export async function nextDown(top: string, way: Way): Promise<Way | undefined> {
  const child = way.length < levelsAtMost ? await firstBelow(lastOn(top, way)) : undefined;
  if (child !== undefined) return [...way, child];
  for (let depth = way.length; depth > 0; depth--) {
    const beside = await firstBelow(way[depth - 2] ?? top, way[depth - 1]);
    if (beside !== undefined) return [...way.slice(0, depth - 1), beside];
  }
  return undefined;
}

/** The next customer, each after those below it: the one that was closed itself is the last. */
export async function nextUp(top: string, way: Way): Promise<Way | undefined> {
  if (way.length === 0) return undefined;
  const beside = await firstBelow(way.at(-2) ?? top, way.at(-1));
  return beside === undefined ? way.slice(0, -1) : deepest([...way.slice(0, -1), beside], top);
}

/** The first customer to be seen to when each comes after those below it. */
export async function deepest(way: Way, top: string): Promise<Way> {
  const child = way.length < levelsAtMost ? await firstBelow(lastOn(top, way)) : undefined;
  return child === undefined ? way : deepest([...way, child], top);
}
