import { heightOf, noneBelow } from "../../../shared/model/gate.ts";
import { keys } from "../../../shared/table/schema.ts";
import { newId } from "../../support/api.ts";
import { aCustomerBelow } from "../../support/below.ts";
import type { Person } from "../../support/given.ts";
import { tableOf } from "../../support/table.ts";
import { fill } from "../cascade/fill.ts";
import type { Place } from "../scene.ts";

interface Planted {
  id: string;
  parentId: string;
  path: string[];
}

/** Levels below the customer that is near the root. */
const levels = 6;

/** Plants so many customers below one on the second level, down to the eighth: copies of a real one. Answers them, the lowest last. */
export async function fillTree(
  at: Place,
  { id: root, parentId: top }: { id: string; parentId: string },
  by: Person,
  count: number,
  say: (line: string) => void,
) {
  const model = await aCustomerBelow({ id: root }, by);
  const planted = plan({ id: root, path: [top] }, count);
  const line = [
    { id: root, parentId: top },
    { id: model.id, parentId: root },
  ];
  const levelsOf = counted([...line, ...planted]);
  const table = tableOf(at);
  const real = await table.partition(keys.customer({ customer: model.id }).pk);
  for (const sk of real.map((item) => String(item.sk)))
    await fill(at, planted, say, (one) => {
      const item = real.find((each) => each.sk === sk);
      const { id, parentId, path } = one;
      const place = item?.path ? { parentId, path } : {};
      return {
        ...item,
        ...place,
        ...keys.customer({ customer: id }),
        sk,
        ...(item?.kind === "customer" && { id, gsi1sk: id }),
        ...(item?.kind !== "customer" && { customer: id }),
        ...(item?.kind === "gate" && levelsOf(id)),
      };
    });
  await fill(at, planted, say, ({ id: customer, parentId: parent }) => ({
    kind: "sub-customer",
    parent,
    customer,
    ...keys["sub-customer"]({ parent, customer }),
  }));
  for (const customer of [top, root])
    await table.change(keys.gate({ customer, gate: "0" }), levelsOf(customer));
  return planted;
}

/** What the gates of customers tell, each listed before those below it. */
function counted(customers: readonly { id: string; parentId: string }[]) {
  const counts = new Map<string, number[]>();
  const levelsOf = (id: string) => {
    const below = counts.get(id) ?? noneBelow;
    return { below, height: heightOf(below) };
  };
  for (const { id, parentId } of customers.toReversed()) {
    const { height } = levelsOf(id);
    const below = counts.get(parentId) ?? [...noneBelow];
    counts.set(parentId, below);
    below[height] = (below[height] ?? 0) + 1;
  }
  return levelsOf;
}

/** Each level wider than the one above it by the same factor, the last one as wide as it takes. */
function plan(root: { id: string; path: string[] }, count: number): Planted[] {
  const run = newId("t");
  const width = Math.floor(count ** (1 / levels)) - 1;
  const planted: Planted[] = [];
  let above: { id: string; path: string[] }[] = [root];
  for (let level = 1; level <= levels; level++) {
    const size = level === levels ? count - planted.length : above.length * width;
    const row = Array.from({ length: size }, (_, i) => {
      const parent = above[i % above.length] as { id: string; path: string[] };
      const id = `${run}-${level}-${i}`;
      return { id, parentId: parent.id, path: [...parent.path, parent.id] };
    });
    planted.push(...row);
    above = row;
  }
  return planted;
}
