import { beforeAll, expect, inject, test } from "vitest";
import { violations } from "./support/audit.ts";
import { aCustomer } from "./support/given.ts";
import { storedOf } from "./support/stored.ts";
import { tableOf } from "./support/table.ts";
import { aThing, aThingGroup } from "./support/things.ts";

// biome-ignore lint/suspicious/noExplicitAny: items of every kind
type Item = any;

let stored: Item[] = [];
beforeAll(async () => {
  const customer = await aCustomer();
  const group = await aThingGroup(customer);
  const thing = await aThing(customer, "devices", { groups: [group.id] });
  const parts = [`T#${thing.id}`, `TG#${group.id}`].map((pk) => tableOf().partition(pk));
  const own = await storedOf(customer.id, { dynamodb: inject("dynamodb") });
  stored = [...own, ...(await Promise.all(parts)).flat()];
});

test.each<[string, RegExp, string, object]>([
  ["a count that is wrong", /counts 0, and there are 1/, "counted", { n: 0 }],
  ["a quota that is broken", /has room for -1/, "counted", { room: -1 }],
  ["a thing of nobody", /has no owner/, "thing", { customer: "gone" }],
  ["a thing in the list of another", /is listed at/, "thing", { gsi1pk: "elsewhere" }],
  ["a thing among the newest of another", /is listed at/, "thing", { gsi2pk: "elsewhere" }],
  ["a group that lists a stranger", /does not say so/, "thing", { groups: [] }],
  ["a group of another owner", /of somebody else/, "thing group", { customer: "another" }],
  ["a group of another kind", /of somebody else/, "thing group", { things: "assets" }],
  ["a thing at the wrong place in a group", /is misplaced in/, "thing in group", { gsi1sk: "0" }],
  ["a thing that its group does not list", /is not listed in/, "thing", { groups: ["tgr_1"] }],
])("the audit sees %s", (_, sentence, kind, change) => {
  const isMeant = (item: Item) =>
    kind === "counted" ? item.kind === "thing counter" && item.n === 1 : item.kind === kind;
  const items = stored.map((item) => (isMeant(item) ? { ...item, ...change } : item));
  const before = violations(stored, new Date());
  const said = violations(items, new Date()).filter((one) => !before.includes(one));
  expect(said).toContainEqual(expect.stringMatching(sentence));
  expect(before.filter((one) => /dev_|tgr_|devices/.test(one))).toEqual([]);
});
