import { beforeAll, expect, test } from "vitest";
import { keys } from "../shared/table/schema.ts";
import { aTree } from "./support/moves.ts";
import { tableOf } from "./support/table.ts";
import { brokenIn } from "./support/tree-rules.ts";

// biome-ignore lint/suspicious/noExplicitAny: items of every kind
type Item = any;

const stored: Item[] = [];
let [top, mid, low] = ["", "", ""];

beforeAll(async () => {
  const tree = await aTree();
  [top, mid, low] = [tree.top.id, tree.mid.id, tree.low.id];
  for (const customer of [top, mid, low])
    stored.push(...(await tableOf().partition(keys.customer({ customer }).pk)));
});

/** What is said of the tree after a change. */
function saidOf(change: (find: (kind: string, customer: string) => Item) => unknown) {
  const items = structuredClone(stored);
  change((kind, customer) =>
    items.find((item) => item.kind === kind && (item.customer ?? item.id) === customer),
  );
  return brokenIn(items).join("\n");
}

test("nothing is said of a tree as it should be", () => {
  expect(saidOf(() => {})).toBe("");
});

test.each<[string, RegExp, Parameters<typeof saidOf>[0]]>([
  ["a parent that the gate does not know", /its gate/, (find) => delete find("gate", low).parentId],
  ["a circle", /below itself/, (find) => Object.assign(find("customer", top), { parentId: low })],
  ["a path of before", /its record says/, (find) => find("customer", low).path.pop()],
  ["a path of before on the gate", /its gate says/, (find) => find("gate", low).path.pop()],
  [
    "a height too low",
    /1 levels below it/,
    (find) => Object.assign(find("gate", mid), { height: 0 }),
  ],
  [
    "a height too high",
    /0 levels below it/,
    (find) => Object.assign(find("gate", low), { height: 1 }),
  ],
  ["a count that is wrong", /counts 1,1,0/, (find) => find("gate", top).below.splice(0, 1, 1)],
  [
    "a child in no list",
    /not in the list/,
    (find) => Object.assign(find("sub-customer", low), { sk: "SC#other" }),
  ],
  [
    "a line in vain",
    /in vain/,
    (find) => Object.assign(find("sub-customer", low), { parent: top }),
  ],
])("%s is seen", (_, sentence, change) => {
  expect(saidOf(change)).toMatch(sentence);
});
