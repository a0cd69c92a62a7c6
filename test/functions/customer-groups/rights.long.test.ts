import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { aCustomerBelow, aCustomerGroup } from "../../support/below.ts";
import {
  aCustomer,
  aCustomerOf,
  aMember,
  aPerson,
  aProject,
  inTurn,
  theAdmin,
} from "../../support/given.ts";

const any = { "if-match": "*" };

test("a role on a group holds on every customer in it, below them, and on no other", async () => {
  const top = await aCustomer();
  const { child, spare, holder, path } = await aCustomerGroup(top);
  const low = await aCustomerBelow(child, top.owner);
  const sees = async () =>
    Promise.all([child, low, spare, top].map(async (one) => (await holder.get(one.path)).status));
  expect(await sees()).toEqual([200, 200, 404, 404]);
  await top.owner.put(`${path}/customers/${spare.id}`);
  expect(await sees()).toEqual([200, 200, 200, 404]);
  await top.owner.delete(`${path}/customers/${child.id}`);
  expect(await sees()).toEqual([404, 404, 200, 404]);
  await top.owner.delete(path, any);
  expect(await sees()).toEqual([404, 404, 404, 404]);
});

test("a role on the group of all holds on every customer right below, those to come too", async () => {
  const top = await aCustomer();
  const early = await aCustomerBelow(top, top.owner);
  const person = await aPerson();
  const all = `${top.path}/customer-groups/all`;
  expect((await top.owner.put(`${all}/members/${person.id}/roles/admin`)).status).toBe(200);
  const late = await aCustomerBelow(early, top.owner);
  const beside = await aCustomerBelow(top, top.owner);
  for (const { path } of [early, late, beside]) expect((await person.get(path)).status).toBe(200);
  expect((await person.get(top.path)).status).toBe(404);
  expect((await aProject({ path: late.path, owner: person })).id).toBeTruthy();
  const why = await top.owner.post("/v1/access/explain", {
    principal: person.id,
    permission: "customer.edit",
    customer: late.id,
  });
  expect(why.body.ways).toMatchObject([
    { role: "admin", customer: early.id, customerGroup: { id: "all", owner: top.id } },
  ]);
  await top.owner.delete(`${all}/members/${person.id}/roles/admin`);
  expect((await person.get(late.path)).status).toBe(404);
});

test("what a right on a group of customers allows is refused from its removal on", async () => {
  const top = await aCustomer();
  const { child, path } = await aCustomerGroup(top);
  const [admin, person] = [await aPerson(), await aPerson()];
  await top.owner.put(`${path}/members/${admin.id}/roles/admin`);
  const roles = `${child.path}/members/${person.id}/roles`;
  expect((await admin.put(`${roles}/employee`)).status).toBe(200);
  await top.owner.delete(`${path}/members/${admin.id}/roles/admin`);
  expect((await admin.put(`${roles}/admin`)).status).toBe(404);
});

test("roles reach the members of a user group that holds them on a group of customers", async () => {
  const top = await aCustomer();
  const { child, path } = await aCustomerGroup(top);
  const person = await aPerson();
  const group = (
    await top.owner.post(`${top.path}/groups`, { identifier: newId("g"), displayName: "G" })
  ).body;
  await top.owner.put(`${top.path}/groups/${group.id}/members/${person.id}`);
  expect((await person.get(child.path)).status).toBe(404);
  expect((await top.owner.put(`${path}/members/${group.id}/roles/employee`)).status).toBe(200);
  expect((await person.get(child.path)).status).toBe(200);
});

test("the platform groups the customers that stand below no other", async () => {
  const [one, other] = [await aCustomer(), await aCustomer()];
  const [admin, person] = [await theAdmin(), await aPerson()];
  const inner = await aCustomerBelow(one, one.owner);
  const group = (await admin.post("/v1/platform/customer-groups", { displayName: newId("Group") }))
    .body;
  const path = `/v1/platform/customer-groups/${group.id}`;
  expect((await admin.put(`${path}/customers/${one.id}`)).status).toBe(200);
  expect((await admin.put(`${path}/customers/${inner.id}`)).status).toBe(404);
  expect((await admin.put(`${path}/members/${person.id}/roles/employee`)).status).toBe(200);
  expect((await person.get(one.path)).status).toBe(200);
  expect((await person.get(inner.path)).status).toBe(200);
  expect((await person.get(other.path)).status).toBe(404);
  const on = { customerGroup: { id: group.id, owner: "platform" } };
  expect((await person.get("/v1/me/access")).body.items).toMatchObject([
    { level: "customer", roles: [{ role: "employee", ...on }] },
  ]);
  await admin.delete(path, any);
  expect((await person.get(one.path)).status).toBe(404);
});

test("the platform's group of all has those that stand below no other, page by full page", async () => {
  const [top, admin] = [await aCustomer(), await theAdmin()];
  const inner = await aCustomerBelow(top, top.owner);
  const [other] = await inTurn([1, 2, 3], () => aCustomerOf(top.owner));
  const pagesOf = async (limit: number, atMost: number) => {
    const pages: string[][] = [];
    let more = "";
    do {
      const at = `/v1/platform/customer-groups/all/customers?limit=${limit}${more}`;
      const { items, nextCursor } = (await admin.get(at)).body;
      pages.push(items.map(({ id }: { id: string }) => id));
      more = nextCursor ? `&cursor=${nextCursor}` : "";
    } while (more && pages.length < atMost);
    return pages;
  };
  const all = async () => (await pagesOf(100, Number.POSITIVE_INFINITY)).flat();
  const first = await pagesOf(2, 20);
  expect(new Set(first.slice(0, -1).map(({ length }) => length))).toEqual(new Set([2]));
  const before = await all();
  expect(before).toEqual(expect.arrayContaining([top.id, other?.id]));
  expect(before).not.toContain(inner.id);
  await top.owner.put(`${inner.path}/members/${top.owner.id}/roles/owner`);
  const above = await top.owner.post(`${inner.path}/move`, { parentId: null }, any);
  expect(above.status).toBe(200);
  const below = await top.owner.post(`${other?.path}/move`, { parentId: top.id }, any);
  expect(below.status).toBe(200);
  const moved = await all();
  expect(moved).toContain(inner.id);
  expect(moved).not.toContain(other?.id);
});

test("nobody gives on a group what they do not hold, or puts customers where it is held", async () => {
  const top = await aCustomer();
  const role = newId("r");
  await top.owner.post(`${top.path}/roles`, {
    id: role,
    name: "Exporter",
    permissions: ["customer.view", "customer.export"],
  });
  const { path, spare, holder } = await aCustomerGroup(top);
  const admin = await aMember(top, ["admin"]);
  const given = await admin.put(`${path}/members/${admin.id}/roles/${role}`);
  expect([given.status, given.body.code]).toEqual([403, "forbidden"]);
  expect((await top.owner.put(`${path}/members/${holder.id}/roles/${role}`)).status).toBe(200);
  expect((await admin.put(`${path}/customers/${spare.id}`)).status).toBe(403);
  expect((await top.owner.put(`${path}/customers/${spare.id}`)).status).toBe(200);
  const exports = await holder.post("/v1/access/check", {
    questions: [{ permission: "customer.export", customer: spare.id }],
  });
  expect(exports.body.results).toEqual([{ allowed: true }]);
  const owner = await top.owner.put(`${path}/members/${holder.id}/roles/owner`);
  expect([owner.status, owner.body.code]).toEqual([409, "group_owner"]);
  const held = await top.owner.delete(`${top.path}/roles/${role}`, any);
  expect([held.status, held.body.code]).toEqual([409, "role_held"]);
});
