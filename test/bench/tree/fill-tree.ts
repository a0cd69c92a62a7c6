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
  height: number;
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
  const table = tableOf(at);
  const real = await table.partition(keys.customer({ customer: model.id }).pk);
  for (const sk of real.map((item) => String(item.sk)))
    await fill(at, planted, say, (one) => {
      const item = real.find((each) => each.sk === sk);
      const { id, parentId, path, height } = one;
      const place = item?.path ? { parentId, path } : {};
      return {
        ...item,
        ...place,
        ...keys.customer({ customer: id }),
        sk,
        ...(item?.kind === "customer" && { id, gsi1sk: id }),
        ...(item?.kind !== "customer" && { customer: id }),
        ...(item?.kind === "gate" && { height }),
      };
    });
  await fill(at, planted, say, ({ id: customer, parentId: parent }) => ({
    kind: "sub-customer",
    parent,
    customer,
    ...keys["sub-customer"]({ parent, customer }),
  }));
  await raise(at, top, levels + 1);
  await raise(at, root, levels);
  return planted;
}

const raise = (at: Place, customer: string, height: number) =>
  tableOf(at).change(keys.gate({ customer, gate: "0" }), { height });

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
      return { id, parentId: parent.id, path: [...parent.path, parent.id], height: levels - level };
    });
    planted.push(...row);
    above = row;
  }
  return planted;
}
