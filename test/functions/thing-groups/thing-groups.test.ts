import { expect, test } from "vitest";
import { aCustomer, theAdmin } from "../../support/given.ts";
import { until } from "../../support/inbox.ts";
import { ended } from "../../support/operations.ts";
import { tableOf } from "../../support/table.ts";
import {
  aThing,
  aThingGroup,
  everyKind,
  namesIn,
  someKind,
  someThings,
} from "../../support/things.ts";

const match = (version: number) => ({ "if-match": `"${version}"` });

test.each(everyKind)("groups of %s are made, renamed, listed and deleted", async (kind) => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const made = await owner.post(`${path}/${kind}/groups`, { name: "Roof", description: "Up" });
  expect(made.body).toMatchObject({ name: "Roof", description: "Up", version: 1 });
  const group = `${path}/${kind}/groups/${made.body.id}`;
  expect((await owner.get(group)).body.customer).toBe(customer.id);
  await aThingGroup(customer, kind, "cellar");
  const renamed = await owner.patch(group, { name: "Attic" }, match(1));
  expect([renamed.status, renamed.body.name]).toEqual([200, "Attic"]);
  expect((await owner.patch(group, { name: "Late" }, match(1))).status).toBe(412);
  const list = `${path}/${kind}/groups`;
  expect(await namesIn(customer, list, 1)).toEqual(["All", "Attic", "cellar"]);
  expect(await namesIn(customer, `${list}?q=AT`)).toEqual(["Attic"]);
  expect((await owner.delete(group, match(2))).status).toBe(202);
  expect((await owner.get(group)).status).toBe(404);
});

test("a thing may be in many groups of its owner, and adding twice is fine", async () => {
  const customer = await aCustomer();
  const kind = someKind("many");
  const { owner, path } = customer;
  const thing = await aThing(customer, kind);
  const groups = [await aThingGroup(customer, kind), await aThingGroup(customer, kind)];
  for (const group of [...groups, ...groups])
    expect((await owner.put(`${group.path}/members/${thing.id}`)).status).toBe(204);
  const ids = groups.map(({ id }) => id);
  expect((await owner.get(thing.path)).body).toMatchObject({ groups: ids, version: 3 });
  for (const { id } of groups)
    expect(await namesIn(customer, `${path}/${kind}?group=${id}`)).toEqual(["Thing"]);
  const [first] = groups as [(typeof groups)[0]];
  for (const _ of [1, 2])
    expect((await owner.delete(`${first.path}/members/${thing.id}`)).status).toBe(204);
  expect(await namesIn(customer, `${path}/${kind}?group=${first.id}`)).toEqual([]);
  await owner.delete(thing.path, { "if-match": "*" });
  expect(await namesIn(customer, `${path}/${kind}?group=${ids[1]}`)).toEqual([]);
});

test("500 things go in and out at once, with a result for each", async () => {
  const customer = await aCustomer();
  const kind = someKind("bulk group");
  const names = Array.from({ length: 300 }, (_, i) => String(i).padStart(3, "0"));
  const ids = await someThings(customer, kind, names);
  const group = await aThingGroup(customer, kind);
  const foreign = await aThing(await aCustomer(), kind);
  const change = async (body: object) => {
    const answer = await customer.owner.post(`${group.path}/members`, body);
    return Object.groupBy(answer.body.results, ({ status }: { status: string }) => status);
  };
  const added = await change({ add: [...ids, foreign.id] });
  expect([added.added?.length, added.refused]).toEqual([
    300,
    [expect.objectContaining({ id: foreign.id, code: "not_found" })],
  ]);
  const list = `${customer.path}/${kind}?group=${group.id}`;
  expect(await namesIn(customer, list)).toEqual(names);
  const mixed = await change({ add: ids.slice(0, 2), remove: ids.slice(100) });
  expect([mixed.unchanged?.length, mixed.removed?.length]).toEqual([2, 200]);
  expect(await namesIn(customer, list)).toEqual(names.slice(0, 100));
});

test("refuses groups of another owner, of another kind, and more than 20", async () => {
  const [mine, theirs] = [await aCustomer(), await aCustomer()];
  const thing = await aThing(mine);
  const { owner } = mine;
  for (const group of [await aThingGroup(theirs), await aThingGroup(mine, "assets")]) {
    const path = `${mine.path}/devices/groups/${group.id}`;
    expect((await owner.get(path)).status).toBe(404);
    expect((await owner.put(`${path}/members/${thing.id}`)).status).toBe(404);
    const made = await owner.post(`${mine.path}/devices`, { name: "x", groups: [group.id] });
    expect([made.status, made.body.errors[0].pointer]).toEqual([400, "/groups/0"]);
  }
  const groups = [];
  for (let i = 0; i < 21; i++) groups.push(await aThingGroup(mine));
  for (const [i, { path }] of groups.entries()) {
    const answer = await owner.put(`${path}/members/${thing.id}`);
    expect([answer.status, answer.body.code]).toEqual(
      i < 20 ? [204, undefined] : [409, "limit_reached"],
    );
  }
});

test("the group of all is always right, and neither edited nor deleted", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const thing = await aThing(customer);
  const all = `${path}/devices/groups/all`;
  expect((await owner.get(all)).body).toEqual({ id: "all", name: "All", customer: customer.id });
  expect(await namesIn(customer, `${path}/devices?group=all`)).toEqual(["Thing"]);
  const any = { "if-match": "*" };
  for (const answer of [
    await owner.patch(all, { name: "x" }, any),
    await owner.delete(all, any),
    await owner.put(`${all}/members/${thing.id}`),
    await owner.delete(`${all}/members/${thing.id}`),
    await owner.post(`${all}/members`, { remove: [thing.id] }),
  ])
    expect([answer.status, answer.body.code]).toEqual([409, "group_of_all"]);
});

test("what is in a deleted group leaves it, and stays", async () => {
  const customer = await aCustomer();
  const kind = someKind("deleted group");
  const [group, other] = [await aThingGroup(customer, kind), await aThingGroup(customer, kind)];
  const names = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, "0"));
  const ids = await someThings(customer, kind, names, { groups: [group.id, other.id] });
  const gone = await customer.owner.delete(group.path, match(1));
  expect(gone).toMatchObject({ status: 202, body: { kind: "thing-group-deleted" } });
  const end = await ended(customer.owner, gone.body.id);
  expect(end).toMatchObject({ state: "done", results: { done: ids.length, failed: 0 } });
  const left = await Promise.all(ids.map((id) => tableOf().partition(`T#${id}`)));
  expect(left.flat().filter((item) => item.group === group.id)).toEqual([]);
  const [first = ""] = ids;
  const thing = await customer.owner.get(`${customer.path}/${kind}/${first}`);
  expect(thing.body.groups).toEqual([other.id]);
  expect(await namesIn(customer, `${customer.path}/${kind}?group=${other.id}`)).toEqual(names);
});

test("nothing joins a group while it goes", async () => {
  const customer = await aCustomer();
  const ids = await someThings(customer, "devices", ["a", "b", "c", "d", "e", "f"]);
  const group = await aThingGroup(customer);
  const joins = ids.map((id) => customer.owner.put(`${group.path}/members/${id}`));
  const [gone, ...joined] = await Promise.all([
    customer.owner.delete(group.path, { "if-match": "*" }),
    ...joins,
  ]);
  expect(gone?.status).toBe(202);
  for (const { status } of joined) expect([204, 404]).toContain(status);
  await until(async () => {
    const left = await Promise.all(ids.map((id) => tableOf().partition(`T#${id}`)));
    return left.flat().every((item) => item.group === undefined);
  });
});

test("the platform groups its things", async () => {
  const admin = await theAdmin();
  const at = { path: "/v1/platform", owner: admin };
  const group = await aThingGroup(at, "dashboards");
  const thing = await aThing(at, "dashboards");
  expect((await admin.put(`${group.path}/members/${thing.id}`)).status).toBe(204);
  expect(await namesIn(at, `/v1/platform/dashboards?group=${group.id}`)).toEqual(["Thing"]);
  expect((await admin.delete(group.path, match(1))).status).toBe(202);
});
