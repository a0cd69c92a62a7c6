import type { StoredCustomer } from "../../shared/model/customer.ts";
import type { Gate } from "../../shared/model/gate.ts";
import { levelsAtMost } from "../../shared/model/place.ts";
import { keys } from "../../shared/table/schema.ts";
import type { Table } from "./rules.ts";

/** Customers stand in trees: records, gates and lists agree on it, paths lead from the top, and no more levels are below one than its gate knows. */
export function tree({ at, of, expect }: Table) {
  const customers = of<StoredCustomer>("customer");
  const parents = new Map(customers.map(({ id, parentId }) => [id, parentId]));
  const levelsBelow = new Map<string, number>();
  for (const { id, parentId, path, status } of customers) {
    const gate = at(keys.gate({ customer: id, gate: "0" })) as Gate | undefined;
    expect(gate?.parentId === parentId, `${id} is below ${parentId}, its gate ${gate?.parentId}`);
    const above = waysUp(id, parents);
    if (!above) {
      expect(false, `${id} stands below itself`);
      continue;
    }
    expect(above.length < levelsAtMost, `${id} stands on level ${above.length + 1}`);
    const way = String(above.toReversed());
    expect(String(path) === way, `${id} stands below ${way}, its record says ${path}`);
    expect(String(gate?.path) === way, `${id} stands below ${way}, its gate says ${gate?.path}`);
    for (const [i, one] of above.entries())
      levelsBelow.set(one, Math.max(levelsBelow.get(one) ?? 0, i + 1));
    if (parentId === undefined || status === "deleted") continue;
    const isListed = at(keys["sub-customer"]({ parent: parentId, customer: id }));
    expect(isListed, `${id} is not in the list of those below ${parentId}`);
  }
  for (const [id, levels] of levelsBelow) {
    const gate = at(keys.gate({ customer: id, gate: "0" })) as Gate | undefined;
    const height = gate?.height ?? 0;
    expect(height >= levels, `${id} has ${levels} levels below it and knows of ${height}`);
  }
  for (const { parent, customer } of of<{ parent: string; customer: string }>("sub-customer"))
    expect(parents.get(customer) === parent, `${customer} is listed below ${parent} in vain`);
}

/** What is wrong with the trees of a table. */
export function brokenIn(items: readonly (Record<string, unknown> & { pk: string; sk: string })[]) {
  const found = new Map(items.map((item) => [`${item.pk} ${item.sk}`, item]));
  const broken: string[] = [];
  tree({
    at: ({ pk, sk }) => found.get(`${pk} ${sk}`),
    of: (kind) => items.filter((item) => item.kind === kind) as never,
    expect: (holds, sentence) => void (holds || broken.push(sentence)),
    now: new Date(),
  });
  return broken;
}

/** The customers above one, the nearest first; undefined where they go round in a circle. */
function waysUp(id: string, parents: ReadonlyMap<string, string | undefined>) {
  const above: string[] = [];
  for (let at = parents.get(id); at !== undefined; at = parents.get(at)) {
    if (at === id || above.includes(at)) return undefined;
    above.push(at);
  }
  return above;
}
