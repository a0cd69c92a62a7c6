import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aCustomer, inTurn } from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { until } from "../../support/inbox.ts";
import { slowly } from "../../support/slowly.ts";
import { aThingGroup, namesIn } from "../../support/things.ts";

let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

interface Result {
  id: string;
  status: string;
  code?: string;
}

const countOf = (results: Result[], wanted: string) =>
  results.filter(({ status, code }) => (code ?? status) === wanted).length;

test("of many things each has its answer, though there is not the time for all of them", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const things = `${path}/devices`;
  const key = { "idempotency-key": randomUUID() };
  const groups = await inTurn(["a", "b", "c"], (name) => aThingGroup(customer, "devices", name));
  const inAll = { groups: groups.map(({ id }) => id) };
  const names = Array.from({ length: 500 }, (_, i) => String(i).padStart(3, "0"));
  const items = names.map((name) => ({ name, ...inAll }));
  const create = () => owner.post(`${things}/bulk`, { items }, key);
  const some = await slowly(host, create);
  const made = some.body.created;
  expect([some.status, made > 0, made < 500]).toEqual([200, true, true]);
  expect(countOf(some.body.results, "unavailable")).toBe(500 - made);
  expect((await owner.get(`${path}/things`)).body.devices.count).toBe(made);
  const all = await until(async () => {
    const again = await create();
    return again.body.refused === 0 && again;
  }, "all of them");
  expect(all.body.created).toBe(500);
  expect(await namesIn(customer, things)).toEqual(names);

  const ids = all.body.results.map(({ id }: Result) => id);
  const group = await aThingGroup(customer);
  const join = () => owner.post(`${group.path}/members`, { add: ids });
  const joined = await slowly(host, join);
  const added = countOf(joined.body.results, "added");
  expect([joined.status, added > 0, added < 500]).toEqual([200, true, true]);
  expect(countOf(joined.body.results, "unavailable")).toBe(500 - added);
  expect(countOf((await join()).body.results, "unchanged")).toBe(added);

  const remove = () => owner.post(`${things}/bulk-delete`, { ids });
  const gone = await slowly(host, remove);
  expect(gone.status).toBe(200);
  const deleted = countOf(gone.body.results, "deleted");
  expect([deleted > 0, deleted < 500]).toEqual([true, true]);
  expect(countOf(gone.body.results, "unavailable")).toBe(500 - deleted);
  expect((await owner.get(`${path}/things`)).body.devices.count).toBe(500 - deleted);
  const rest = (await remove()).body.results;
  expect(countOf(rest, "deleted")).toBe(500 - deleted);
  expect(countOf(rest, "not_found")).toBe(deleted);
});
