import { type Child, childrenOf } from "../../shared/table/children.ts";
import { listedAtMost, unblocked } from "../../shared/table/closing-blockers.ts";

/** Finds which customers right below one would stand in its way: all but those that are listed, too, and would go before it. Whoever may close it may close them. Each is looked at once, whatever stands above it, in pages of three requests. */
export function standingBelow(listed: ReadonlySet<string>) {
  const known = new Map<string, Promise<Child[]>>();
  const mayGo = ({ id, status }: Child) =>
    listed.has(id) && (status === "active" || status === "disabled");
  const find = (parent: string): Promise<Child[]> => {
    const found = known.get(parent) ?? findNow(parent);
    known.set(parent, found);
    return found;
  };
  const findNow = async (parent: string) => {
    const standing: Child[] = [];
    for await (const page of childrenOf(parent)) {
      const free = await unblocked(page.filter(mayGo).map(({ id }) => id));
      const stands = async ({ id, height }: Child) =>
        !free.has(id) || (height > 0 && (await find(id)).length > 0);
      const all = await Promise.all(page.map(stands));
      standing.push(...page.filter((_, i) => all[i]));
      if (standing.length > listedAtMost) break;
    }
    return standing;
  };
  return find;
}
