import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { aCustomerBelow, aCustomerOnLevel } from "../../support/below.ts";
import { done } from "../../support/cascades.ts";
import { close } from "../../support/closing.ts";
import { aCustomer, aCustomerOf, aMember, anAdmin, aPerson } from "../../support/given.ts";
import { any, aTree, moveTo, parentOf } from "../../support/moves.ts";

test("a customer moves with all that is below it, at the very next request", async () => {
  const { top, mid, low, owner } = await aTree();
  const other = await aCustomerOf(owner);
  const [left, joined] = [await aMember(top, ["employee"]), await aMember(other, ["employee"])];
  expect((await left.get(low.path)).status).toBe(200);
  const moved = await moveTo(mid, other.id, owner);
  expect([moved.status, moved.body.parentId, moved.body.version]).toEqual([200, other.id, 2]);
  expect(moved.headers.get("etag")).toBe('"2"');
  for (const { path } of [mid, low]) {
    expect((await left.get(path)).status).toBe(404);
    expect((await joined.get(path)).status).toBe(200);
  }
  const below = async ({ path }: { path: string }) =>
    (await owner.get(`${path}/sub-customers?depth=8`)).body.items.map(
      ({ id }: { id: string }) => id,
    );
  expect([await below(top), await below(other)]).toEqual([[], [mid.id, low.id]]);
});

test("the logs of the customer and of both its parents tell of a move, each of its own part", async () => {
  const { top, mid, owner } = await aTree();
  const other = await aCustomerOf(owner);
  await moveTo(mid, other.id, owner);
  const told = async (path: string) => {
    const { body } = await owner.get(`${path}/events?type=customer.moved`);
    return body.items.map(({ subject, before, after }: Record<string, unknown>) => ({
      subject,
      before,
      after,
    }));
  };
  const [before, after] = [{ parentId: top.id }, { parentId: other.id }];
  expect(await told(mid.path)).toEqual([{ subject: mid.id, before, after }]);
  expect(await told(top.path)).toEqual([{ subject: mid.id, before }]);
  expect(await told(other.path)).toEqual([{ subject: mid.id, after }]);
});

test("a move where it stands already changes nothing", async () => {
  const { top, mid, owner } = await aTree();
  const stays = await moveTo(mid, top.id, owner);
  expect([stays.status, stays.body.version]).toEqual([200, 1]);
  const first = await moveTo(top, null, owner);
  expect([first.status, first.body.version]).toEqual([200, 1]);
  const { items } = (await owner.get(`${mid.path}/events?type=customer.moved`)).body;
  expect(items).toEqual([]);
});

test("a move names the version that it moves", async () => {
  const { mid, owner } = await aTree();
  const body = { parentId: (await aCustomerOf(owner)).id };
  expect((await owner.post(`${mid.path}/move`, body)).status).toBe(428);
  expect((await owner.post(`${mid.path}/move`, body, { "if-match": '"7"' })).status).toBe(412);
  expect((await owner.post(`${mid.path}/move`, body, { "if-match": '"1"' })).status).toBe(200);
});

test("a customer never stands below itself", async () => {
  const { top, mid, low, owner } = await aTree();
  for (const [one, parent] of [
    [top, top.id],
    [top, mid.id],
    [top, low.id],
    [mid, low.id],
  ] as const) {
    const { status, body } = await moveTo(one, parent, owner);
    expect([status, body.code]).toEqual([409, "cycle"]);
  }
});

test("nothing moves below the eighth level", async () => {
  const { mid, owner, top } = await aTree();
  const other = await aCustomerOf(owner);
  const seventh = await aCustomerOnLevel(7, other);
  const sixth = await parentOf(seventh, owner);
  const tooDeep = await moveTo(mid, seventh.id, owner);
  expect([tooDeep.status, tooDeep.body.code]).toEqual([409, "too_deep"]);
  expect((await moveTo(top, seventh.id, owner)).body.code).toBe("too_deep");
  expect((await moveTo(mid, sixth, owner)).status).toBe(200);
  const low = (await owner.get(`${mid.path}/sub-customers`)).body.items[0].id;
  const below = { id: newId(), displayName: "Ninth", parentId: low };
  expect((await owner.post("/v1/customers", below)).body.code).toBe("too_deep");
  // All above know of the levels that came: none of them moves down any more.
  const yet = await aCustomerOf(owner);
  expect((await moveTo(other, yet.id, owner)).body.code).toBe("too_deep");
});

test("what had many levels below it goes further down once they have moved away", async () => {
  const { top, mid, low, owner } = await aTree();
  const lower = await aCustomerBelow(low, owner);
  const [deep, other] = [await aCustomerOf(owner), await aCustomerOf(owner)];
  const sixth = await aCustomerOnLevel(6, deep);
  expect((await moveTo(top, sixth.id, owner)).body.code).toBe("too_deep");
  expect((await moveTo(low, other.id, owner)).status).toBe(200);
  expect((await moveTo(top, sixth.id, owner)).status).toBe(200);
  // Both chains are as high as they are: one level more is one too many, and fits where it was.
  expect((await moveTo(lower, mid.id, owner)).body.code).toBe("too_deep");
  expect((await moveTo(lower, top.id, owner)).status).toBe(200);
});

test("what had many levels below it goes further down once they are closed", async () => {
  const { top, mid, low, owner } = await aTree();
  await aCustomerBelow(low, owner);
  const seventh = await aCustomerOnLevel(7, await aCustomerOf(owner));
  await done({ owner }, (await close(owner, low, { recursive: true })).body.id);
  expect((await moveTo(top, seventh.id, owner)).body.code).toBe("too_deep");
  await done({ owner }, (await close(owner, mid)).body.id);
  expect((await moveTo(top, seventh.id, owner)).status).toBe(200);
});

test("moving takes owning it and managing what is below both parents", async () => {
  const { top, mid, low, owner } = await aTree();
  const other = await aCustomer();
  const own = await aMember({ ...mid, owner }, ["owner"]);
  const refused = async (by: typeof own, parent: string) => {
    const { status, body } = await moveTo(low, parent, by);
    if (status === 404) expect(body.detail).toContain(`no customer ${parent},`);
    return [status, body.code];
  };
  // An owner of the middle one owns what is below, but knows nothing of another's.
  expect(await refused(own, other.id)).toEqual([404, "not_found"]);
  expect(await refused(own, newId())).toEqual([404, "not_found"]);
  expect(await refused(own, top.id)).toEqual([404, "not_found"]);
  await owner.put(`${top.path}/members/${own.id}/roles/employee`);
  expect(await refused(own, top.id)).toEqual([403, "forbidden"]);
  await owner.put(`${top.path}/members/${own.id}/roles/admin`);
  // An admin of the whole, who owns none of it.
  const admin = await aMember(top, ["admin"]);
  expect(await refused(admin, top.id)).toEqual([403, "forbidden"]);
  expect((await moveTo(low, top.id, own)).status).toBe(200);
  // Who owns the customer alone may not take it away from its parent.
  const alone = await aMember({ ...low, owner }, ["owner"]);
  expect(await refused(alone, (await aCustomerOf(alone)).id)).toEqual([403, "forbidden"]);
  expect((await moveTo(low, mid.id, await aPerson())).status).toBe(404);
});

test("to the top goes what has an owner of its own, without an end", async () => {
  const { mid, low, owner } = await aTree();
  const bare = await moveTo(mid, null, owner);
  expect([bare.status, bare.body.code]).toEqual([409, "owner_needed"]);
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const other = await aPerson();
  await owner.put(`${mid.path}/members/${other.id}/roles/owner`, { expiresAt });
  expect((await moveTo(mid, null, owner)).body.code).toBe("owner_needed");
  await owner.put(`${mid.path}/members/${owner.id}/roles/owner`);
  const moved = await moveTo(mid, null, owner);
  expect([moved.status, moved.body.parentId]).toEqual([200, undefined]);
  expect((await owner.get(low.path)).status).toBe(200);
});

test("nothing moves into, out of or with what is disabled", async () => {
  const { top, mid, low, owner } = await aTree();
  const other = await aCustomerOf(owner);
  const operator = await anAdmin(["organization-admin"]);
  const codes = async () => [
    (await moveTo(low, other.id, owner)).body.code,
    (await moveTo(other, low.id, owner)).body.code,
  ];
  await operator.post(`${mid.path}/disable`, { reason: "Unpaid" });
  expect(await codes()).toEqual(["customer_disabled", "customer_disabled"]);
  await operator.post(`${mid.path}/enable`, { reason: "Paid" });
  await operator.post(`${other.path}/disable`, { reason: "Unpaid" });
  expect(await codes()).toEqual(["customer_disabled", "customer_disabled"]);
  expect((await moveTo(low, top.id, owner)).status).toBe(200);
});

test("a customer leaves the groups of the one that it stood below, and is in none when it comes back", async () => {
  const { top, mid, owner } = await aTree();
  const groups = `${top.path}/customer-groups`;
  const group = (await owner.post(groups, { displayName: "Pilots" })).body;
  const members = `${groups}/${group.id}/customers`;
  await owner.put(`${members}/${mid.id}`);
  expect((await owner.get(members)).body.items).toMatchObject([{ id: mid.id }]);
  await moveTo(mid, (await aCustomerOf(owner)).id, owner);
  expect((await owner.get(members)).body.items).toEqual([]);
  await moveTo(mid, top.id, owner);
  expect((await owner.get(members)).body.items).toEqual([]);
});

test("a repeated move moves once", async () => {
  const { mid, owner } = await aTree();
  const other = await aCustomerOf(owner);
  const headers = { ...any, "idempotency-key": newId("key") };
  const send = () => owner.post(`${mid.path}/move`, { parentId: other.id }, headers);
  expect((await send()).status).toBe(200);
  await aCustomerBelow(other, owner);
  const again = await send();
  expect([again.status, again.body.version]).toEqual([200, 2]);
  expect(again.headers.get("idempotent-replayed")).toBe("true");
});
