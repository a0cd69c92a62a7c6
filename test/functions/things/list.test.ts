import { expect, test } from "vitest";
import { aCustomer } from "../../support/given.ts";
import { aThing, aThingGroup, namesIn, someKind, someThings } from "../../support/things.ts";

test("lists sort and find names whatever their case and Unicode form", async () => {
  const customer = await aCustomer();
  const kind = someKind("names");
  const path = `${customer.path}/${kind}`;
  const names = [
    "a b",
    "A",
    "ab",
    "a!",
    "Äpfel",
    "äpfel",
    "A\u0308pfel 2",
    "straße",
    "STRASSE 1",
    "z",
    "日本",
    "😀",
    "\uFF21",
  ];
  for (const name of names) await aThing(customer, kind, { name });
  const sorted = await namesIn(customer, path, 3);
  expect(sorted).toHaveLength(names.length);
  expect(sorted.indexOf("A")).toBe(0);
  expect(sorted.indexOf("a b")).toBeLessThan(sorted.indexOf("ab"));
  const named = async (q: string) =>
    (await namesIn(customer, `${path}?q=${encodeURIComponent(q)}`, 2)).sort();
  expect(await named("ÄPFEL")).toEqual(["Äpfel", "Äpfel 2", "äpfel"]);
  expect(await named("a\u0308pf")).toEqual(["Äpfel", "Äpfel 2", "äpfel"]);
  expect(await named("STRASSE")).toEqual(["STRASSE 1", "straße"]);
  expect(await named("a ")).toEqual(["a b"]);
  expect(await named("日")).toEqual(["日本"]);
  expect(await named("😀")).toEqual(["😀"]);
  expect(await named("nothing")).toEqual([]);
});

test("names longer than what is sorted by are found whole", async () => {
  const customer = await aCustomer();
  const start = "長".repeat(100);
  const names = [`${start}一`, `${start}二`, `${"ΐ".repeat(255)}`];
  for (const name of names) await aThing(customer, "devices", { name });
  const path = `${customer.path}/devices`;
  expect((await namesIn(customer, path, 1)).sort()).toEqual(names.toSorted());
  const q = encodeURIComponent(`${start}二`);
  expect(await namesIn(customer, `${path}?q=${q}`)).toEqual([names[1]]);
});

test.each([1, 7, 100])("the newest come first, in pages of %i", async (limit) => {
  const customer = await aCustomer();
  const kind = someKind("newest");
  const names: string[] = [];
  for (let i = 0; i < 4; i++) {
    const some = Array.from({ length: 4 }, (_, j) => `${i}-${j}`);
    await someThings(customer, kind, some);
    names.push(...some);
  }
  const path = `${customer.path}/${kind}?order=newest`;
  expect(await namesIn(customer, path, limit)).toEqual(names.toReversed());
});

test("a list has the things of its owner and its kind alone", async () => {
  const [one, other] = [await aCustomer(), await aCustomer()];
  await aThing(one, "devices", { name: "Device" });
  await aThing(one, "assets", { name: "Asset" });
  await aThing(other, "devices", { name: "Other" });
  expect(await namesIn(one, `${one.path}/devices`)).toEqual(["Device"]);
  expect(await namesIn(one, `${one.path}/assets`)).toEqual(["Asset"]);
  expect(await namesIn(one, `${one.path}/devices?group=all`)).toEqual(["Device"]);
  const foreign = await aThingGroup(other);
  const answer = await one.owner.get(`${one.path}/devices?group=${foreign.id}`);
  expect(answer.status).toBe(404);
  const unsortable = await one.owner.get(`${one.path}/devices?order=newest&q=a`);
  expect([unsortable.status, unsortable.body.errors[0].pointer]).toEqual([400, "/query/order"]);
});

test("a renamed thing moves in every list", async () => {
  const customer = await aCustomer();
  const kind = someKind("renamed");
  const group = await aThingGroup(customer, kind);
  const [first] = await someThings(customer, kind, ["a", "b"], { groups: [group.id] });
  const path = `${customer.path}/${kind}`;
  await customer.owner.patch(`${path}/${first}`, { name: "C" }, { "if-match": '"1"' });
  expect(await namesIn(customer, path)).toEqual(["b", "C"]);
  expect(await namesIn(customer, `${path}?group=${group.id}`)).toEqual(["b", "C"]);
  expect(await namesIn(customer, `${path}?group=${group.id}&q=c`)).toEqual(["C"]);
});
