import { expect, test } from "vitest";
import { aCustomer } from "../../support/given.ts";
import { tableOf } from "../../support/table.ts";
import {
  aThing,
  aThingGroup,
  everyKind,
  namesIn,
  someKind,
  someThings,
} from "../../support/things.ts";

const numbered = (count: number, name = "Sensor") =>
  Array.from({ length: count }, (_, i) => `${name} ${String(i).padStart(3, "0")}`);

interface Result {
  index: number;
  status: string;
  id: string;
  code?: string;
}

const countOf = async ({ owner, path }: Awaited<ReturnType<typeof aCustomer>>, kind: string) =>
  (await owner.get(`${path}/things`)).body[kind].count;

test("500 things come and go in one request each, one event and one count a chunk", async () => {
  const customer = await aCustomer();
  const kind = someKind("bulk");
  const { owner, path, id } = customer;
  const ids = await someThings(customer, kind, numbered(500));
  expect(new Set(ids).size).toBe(500);
  expect(await countOf(customer, kind)).toBe(500);
  expect(await namesIn(customer, `${path}/${kind}`)).toEqual(numbered(500));
  const made = await owner.get(`${path}/events?type=customer.thing.created&limit=100`);
  const told = made.body.items.flatMap(({ after }: { after: { ids: string[] } }) => after.ids);
  expect([made.body.items.length, told.sort()]).toEqual([6, ids.toSorted()]);
  const gone = await owner.post(`${path}/${kind}/bulk-delete`, { ids });
  expect([gone.status, new Set(gone.body.results.map((one: Result) => one.status))]).toEqual([
    200,
    new Set(["deleted"]),
  ]);
  expect(await countOf(customer, kind)).toBe(0);
  const counters = (await tableOf().partition(`C#${id}#`)).filter(
    ({ kind }) => kind === "thing counter",
  );
  expect(counters).toHaveLength(4);
  for (const { n, room } of counters) expect([n, room]).toEqual([0, 250_000]);
  const again = await owner.post(`${path}/${kind}/bulk-delete`, { ids: ids.slice(0, 2) });
  expect(again.body.results[0]).toMatchObject({ status: "refused", code: "not_found" });
});

test("a wrong entry stops no other", async () => {
  const { owner, path } = await aCustomer();
  const items: unknown[] = [
    { name: "A" },
    { name: "" },
    { name: "B", surprise: 1 },
    "C",
    { name: "D" },
    { name: "E", groups: ["tgr_01J00000000000000000000000"] },
  ];
  const { status, body } = await owner.post(`${path}/devices/bulk`, { items: items.with(3, {}) });
  expect([status, body.created, body.refused]).toEqual([200, 2, 4]);
  expect(body.results.map((one: Result) => one.status)).toEqual([
    "created",
    "refused",
    "refused",
    "refused",
    "created",
    "refused",
  ]);
  expect(body.results[1].errors).toMatchObject([{ pointer: "/name" }]);
  expect(body.results[2].errors).toMatchObject([{ pointer: "/surprise" }]);
  expect(body.results[5].errors).toMatchObject([{ pointer: "/groups/0" }]);
});

test("a repeated Idempotency-Key goes on where the first request stopped", async () => {
  const customer = await aCustomer();
  const kind = someKind("resume");
  const items = numbered(300).map((name) => ({ name }));
  const post = () =>
    customer.owner.post(`${customer.path}/${kind}/bulk`, { items }, { "idempotency-key": "k" });
  const [one, other] = await Promise.all([post(), post()]);
  const third = await post();
  const ids = (answer: typeof one) => answer.body.results.map((result: Result) => result.id);
  expect([one.status, ids(other), ids(third)]).toEqual([200, ids(one), ids(one)]);
  expect(await countOf(customer, kind)).toBe(300);
  expect(await namesIn(customer, `${customer.path}/${kind}`)).toEqual(numbered(300));
});

test("many requests at once lose and invent nothing", async () => {
  const customer = await aCustomer();
  const kind = someKind("race");
  const batches = Array.from({ length: 6 }, (_, i) => numbered(60, `Batch ${i}`));
  const singles = numbered(12, "Single");
  const made = await Promise.all([
    ...batches.map((names) => someThings(customer, kind, names)),
    ...singles.map(async (name) => [(await aThing(customer, kind, { name })).id]),
  ]);
  const ids = made.flat();
  const [deleting, kept] = [ids.slice(0, 100), ids.slice(100)];
  const path = `${customer.path}/${kind}`;
  const twice = [0, 1].map(() => customer.owner.post(`${path}/bulk-delete`, { ids: deleting }));
  const answers = await Promise.all(twice);
  const deleted = answers.flatMap(({ body }) =>
    body.results.filter(({ status }: Result) => status === "deleted"),
  );
  expect(deleted).toHaveLength(100);
  expect(await countOf(customer, kind)).toBe(kept.length);
  expect(await namesIn(customer, path)).toHaveLength(kept.length);
});

test.each(everyKind)("makes and deletes %s in bulk, groups included", async (kind) => {
  const customer = await aCustomer();
  const group = await aThingGroup(customer, kind);
  const device = await aThing(customer, "devices");
  const view = kind === "entity-views" ? { thing: device.id, shows: ["a"] } : {};
  const ids = await someThings(customer, kind, ["a", "b"], { ...view, groups: [group.id] });
  const path = `${customer.path}/${kind}`;
  expect(await namesIn(customer, `${path}?group=${group.id}`)).toEqual(["a", "b"]);
  await customer.owner.post(`${path}/bulk-delete`, { ids });
  expect(await namesIn(customer, `${path}?group=${group.id}`)).toEqual([]);
  for (const id of ids) expect(await tableOf().partition(`T#${id}`)).toEqual([]);
});
