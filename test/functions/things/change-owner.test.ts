import { expect, test } from "vitest";
import { aCustomerBelow } from "../../support/below.ts";
import { aCustomer, aMember, theAdmin } from "../../support/given.ts";
import { aThing, aThingGroup, namesIn, someKind } from "../../support/things.ts";

/** Two customers with one owner, and a thing of the first in two of its groups. */
async function aMove() {
  const kind = someKind("owner");
  const from = await aCustomer();
  const to = await aCustomer();
  await to.owner.put(`${to.path}/members/${from.owner.id}/roles/admin`);
  const groups = [(await aThingGroup(from, kind)).id, (await aThingGroup(from, kind)).id];
  const thing = await aThing(from, kind, { groups });
  const give = (body: object) => from.owner.post(`${thing.path}/owner`, body);
  return { kind, from, to, groups, thing, give };
}

test("a thing goes to another owner, out of its groups and into those named", async () => {
  const { kind, from, to, groups, thing, give } = await aMove();
  const target = await aThingGroup(to, kind);
  const moved = await give({ customer: to.id, groups: [target.id] });
  expect(moved.body).toMatchObject({
    id: thing.id,
    customer: to.id,
    groups: [target.id],
    version: 2,
  });
  expect((await from.owner.get(thing.path)).status).toBe(404);
  expect((await to.owner.get(`${to.path}/${kind}/${thing.id}`)).status).toBe(200);
  for (const group of groups)
    expect(await namesIn(from, `${from.path}/${kind}?group=${group}`)).toEqual([]);
  expect(await namesIn(to, `${to.path}/${kind}?group=${target.id}`)).toEqual(["Thing"]);
  const count = async ({ owner, path }: typeof to) =>
    (await owner.get(`${path}/things`)).body[kind].count;
  expect([await count(from), await count(to)]).toEqual([0, 1]);
  for (const { owner, path } of [from, to]) {
    const { body } = await owner.get(`${path}/events?subject=${thing.id}`);
    expect(body.items[0]).toMatchObject({ type: "customer.thing.moved", after: { owner: to.id } });
  }
});

test("the platform takes and gives, by whoever manages its things", async () => {
  const { kind, from, to, thing, give } = await aMove();
  expect((await give({ platform: true })).status).toBe(403);
  const admin = await theAdmin();
  const taken = await admin.post(`${thing.path}/owner`, { platform: true });
  expect([taken.status, taken.body.customer]).toEqual([200, undefined]);
  const there = `/v1/platform/${kind}/${thing.id}`;
  expect((await admin.get(there)).status).toBe(200);
  expect((await admin.post(`${there}/owner`, { customer: to.id })).status).toBe(200);
  expect(await namesIn(to, `${to.path}/${kind}`)).toEqual(["Thing"]);
  expect(await namesIn(from, `${from.path}/${kind}`)).toEqual([]);
});

test("takes the right on both sides", async () => {
  const { to, from, thing, give } = await aMove();
  const employee = await aMember(from, ["employee"]);
  await to.owner.put(`${to.path}/members/${employee.id}/roles/admin`);
  expect((await employee.post(`${thing.path}/owner`, { customer: to.id })).status).toBe(403);
  const foreign = await aCustomer();
  const refused = await give({ customer: foreign.id });
  const unknown = await give({ customer: "no-such-customer" });
  expect([refused.status, refused.body.errors]).toEqual([400, unknown.body.errors]);
  await foreign.owner.put(`${foreign.path}/members/${from.owner.id}/roles/employee`);
  expect((await give({ customer: foreign.id })).status).toBe(403);
});

test("refuses groups of anybody else, the same owner, and a customer that is disabled, or below one", async () => {
  const { to, from, groups, give } = await aMove();
  const mixed = await give({ customer: to.id, groups });
  expect([mixed.status, mixed.body.errors[0].pointer]).toEqual([400, "/groups/0"]);
  expect((await give({ customer: from.id })).status).toBe(400);
  expect((await give({})).status).toBe(400);
  expect((await give({ customer: to.id, platform: true })).status).toBe(400);
  const below = await aCustomerBelow(to, to.owner);
  await (await theAdmin()).post(`${to.path}/disable`, { reason: "x" });
  for (const { id } of [to, below])
    expect((await give({ customer: id })).body.code).toBe("customer_disabled");
});

test("takes room at the new owner, and there only once however often it is asked", async () => {
  const { kind, to, give } = await aMove();
  const admin = await theAdmin();
  await admin.put(`${to.path}/${kind}/quota`, { quota: 0 });
  expect((await give({ customer: to.id })).body.code).toBe("limit_reached");
  await admin.put(`${to.path}/${kind}/quota`, { quota: 1 });
  const answers = await Promise.all([1, 2, 3].map(() => give({ customer: to.id })));
  const [done, ...others] = answers.toSorted((one, other) => one.status - other.status);
  expect(done?.status).toBe(200);
  for (const { body } of others) expect(["not_found", "limit_reached"]).toContain(body.code);
  const { body } = await to.owner.get(`${to.path}/things`);
  expect(body[kind]).toEqual({ count: 1, quota: 1 });
});
