import type { StoredCustomer } from "../../shared/model/customer.ts";
import { type Gate, heightOf, noneBelow } from "../../shared/model/gate.ts";
import { levelsAtMost } from "../../shared/model/place.ts";
import { keys } from "../../shared/table/schema.ts";
import type { Table } from "./rules.ts";

/** Customers stand in trees: records, gates and lists agree on it, paths lead from the top, and gates tell what is below. What was deleted stands nowhere any more. */
export function tree(table: Table) {
  const { of, expect } = table;
  const customers = of<StoredCustomer>("customer");
  const parents = new Map(customers.map(({ id, parentId }) => [id, parentId]));
  for (const one of customers) place(one, waysUp(one.id, parents), table);
  levels(customers, table);
  for (const { parent, customer } of of<{ parent: string; customer: string }>("sub-customer"))
    expect(parents.get(customer) === parent, `${customer} is listed below ${parent} in vain`);
}

/** What the record and the gate of a customer say about the place where it stands. */
function place(
  { id, parentId, path, status }: StoredCustomer,
  above: readonly string[] | undefined,
  { at, expect }: Table,
) {
  const gate = at(keys.gate({ customer: id, gate: "0" })) as Gate | undefined;
  expect(gate?.parentId === parentId, `${id} is below ${parentId}, its gate ${gate?.parentId}`);
  if (!above) return expect(false, `${id} stands below itself`);
  if (status === "deleted") return;
  expect(above.length < levelsAtMost, `${id} stands on level ${above.length + 1}`);
  const way = String(above.toReversed());
  expect(String(path) === way, `${id} stands below ${way}, its record says ${path}`);
  expect(String(gate?.path) === way, `${id} stands below ${way}, its gate says ${gate?.path}`);
  const isListed =
    parentId === undefined || at(keys["sub-customer"]({ parent: parentId, customer: id }));
  expect(isListed, `${id} is not in the list of those below ${parentId}`);
}

/** Gates count those right below by their heights, and are as high as that makes them. What is closed with all below it counts nothing any more. */
function levels(customers: readonly StoredCustomer[], { at, expect }: Table) {
  const gateOf = (customer: string) =>
    (at(keys.gate({ customer, gate: "0" })) ?? {}) as Partial<Gate>;
  const counted = new Map<string, number[]>();
  for (const { id, parentId, status } of customers) {
    if (parentId === undefined || status === "deleted") continue;
    const { height = 0 } = gateOf(id);
    const among = counted.get(parentId) ?? [...noneBelow];
    counted.set(parentId, among.with(height, (among[height] ?? 0) + 1));
  }
  for (const { id, status } of customers) {
    if (status === "deleting" || status === "deleted") continue;
    const { height, below } = gateOf(id);
    const there = counted.get(id) ?? noneBelow;
    expect(String(below) === String(there), `${id} has ${there} below it and counts ${below}`);
    const high = heightOf(there);
    expect(height === high, `${id} has ${high} levels below it and knows of ${height}`);
  }
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
