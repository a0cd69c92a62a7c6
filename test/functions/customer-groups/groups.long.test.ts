import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newId } from "../../support/api.ts";
import { aCustomerBelow, aCustomerGroup } from "../../support/below.ts";
import { close } from "../../support/closing.ts";
import { aCustomer, aCustomerOf, aMember, askFor, theAdmin } from "../../support/given.ts";
import { until } from "../../support/inbox.ts";
import { moveTo } from "../../support/moves.ts";
import { ended } from "../../support/operations.ts";
import { tableOf } from "../../support/table.ts";

const any = { "if-match": "*" };

test("names of groups are unique for their owner, whatever the case or form of their letters", async () => {
  const [top, other] = [await aCustomer(), await aCustomer()];
  const create = (displayName: string, at = top) =>
    at.owner.post(`${at.path}/customer-groups`, { displayName });
  const group = (await create("Größe\u0301")).body;
  for (const same of ["größe\u0301", "GRÖßÉ", "GRÖSSE\u0301", "  Größe\u0301 "]) {
    const answer = await create(same);
    expect([answer.status, answer.body.code]).toEqual([409, "name_taken"]);
  }
  expect((await create("größe\u0301", other)).status).toBe(201);
  for (const all of ["All", " ａｌｌ "]) {
    const answer = await create(all);
    expect([answer.status, answer.body.errors]).toMatchObject([400, [{ pointer: "/displayName" }]]);
  }
  const path = `${top.path}/customer-groups/${group.id}`;
  expect((await top.owner.patch(path, { displayName: "GRÖßÉ" }, any)).status).toBe(200);
  expect((await top.owner.patch(path, { displayName: "Small" }, any)).status).toBe(200);
  expect((await create("größe\u0301")).status).toBe(201);
});

test("lists the group of all first, then the others by name, page by page", async () => {
  const top = await aCustomer();
  for (const displayName of ["b", "Ä", "a", "!"])
    await top.owner.post(`${top.path}/customer-groups`, { displayName });
  const names: string[] = [];
  let cursor = "";
  do {
    const { body } = await top.owner.get(`${top.path}/customer-groups?limit=1${cursor}`);
    expect(body.items).toHaveLength(1);
    names.push(body.items[0].displayName);
    cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : "";
  } while (cursor);
  expect(names).toEqual(["All", "!", "Ä", "a", "b"]);
  const { nextCursor } = (await top.owner.get(`${top.path}/customer-groups?limit=1`)).body;
  const question = Buffer.from(nextCursor, "base64url").toString().slice(0, 8);
  const forged = Buffer.from(`${question}\u{10ffff}`).toString("base64url");
  expect((await top.owner.get(`${top.path}/customer-groups?cursor=${forged}`)).status).toBe(200);
});

test("the group of all follows from the tree, and nobody changes it", async () => {
  const top = await aCustomer();
  const child = await aCustomerBelow(top, top.owner);
  await aCustomerBelow(child, top.owner);
  const all = `${top.path}/customer-groups/all`;
  expect((await top.owner.get(all)).body).toMatchObject({ id: "all", displayName: "All" });
  expect((await top.owner.get(`${all}/customers`)).body.items).toMatchObject([{ id: child.id }]);
  const refused = [
    await top.owner.patch(all, { displayName: "A" }, any),
    await top.owner.delete(all, any),
    await top.owner.put(`${all}/customers/${child.id}`),
    await top.owner.delete(`${all}/customers/${child.id}`),
    await top.owner.post(`${all}/customers`, { add: [child.id] }),
  ];
  for (const { status, body } of refused)
    expect([status, body.code]).toEqual([409, "virtual_group"]);
});

test("puts many customers in and takes many out, and says what became of each", async () => {
  const top = await aCustomer();
  const { path, child, spare } = await aCustomerGroup(top);
  const [deep, foreign] = [await aCustomerBelow(child, top.owner), await aCustomer()];
  const { body } = await top.owner.post(`${path}/customers`, {
    add: [spare.id, child.id, deep.id, foreign.id],
    remove: [newId()],
  });
  expect(body.results.map(({ status }: { status: string }) => status)).toEqual([
    "added",
    "unchanged",
    "refused",
    "refused",
    "unchanged",
  ]);
  const listed = (await top.owner.get(`${path}/customers`)).body.items;
  expect(listed.map(({ id }: { id: string }) => id).sort()).toEqual([child.id, spare.id].sort());
});

test("a customer that was closed comes into no group any more", async () => {
  const [top, admin] = [await aCustomer(), await theAdmin()];
  const [own, onPlatform] = [
    { by: top.owner, path: top.path, child: await aCustomerBelow(top, top.owner) },
    { by: admin, path: "/v1/platform", child: await aCustomer() },
  ];
  for (const { by, path, child } of [own, onPlatform]) {
    const made = await by.post(`${path}/customer-groups`, { displayName: newId("Branches") });
    const group = `${path}/customer-groups/${made.body.id}/customers`;
    expect((await close(child.owner, child)).status).toBe(200);
    const one = await by.put(`${group}/${child.id}`);
    expect([one.status, one.body.code]).toEqual([409, "customer_closing"]);
    const { results } = (await by.post(group, { add: [child.id] })).body;
    expect(results).toMatchObject([{ status: "refused", code: "customer_closing" }]);
    expect((await by.get(group)).body.items).toEqual([]);
  }
});

test("a customer is in fifty groups at most, however many put it in at once", async () => {
  const top = await aCustomer();
  const child = await aCustomerBelow(top, top.owner);
  const groups = await Promise.all(
    Array.from({ length: 53 }, () =>
      top.owner.post(`${top.path}/customer-groups`, { displayName: newId("G") }),
    ),
  );
  const answers = await Promise.all(
    groups.map(({ body }) =>
      top.owner.put(`${top.path}/customer-groups/${body.id}/customers/${child.id}`),
    ),
  );
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array(50).fill(200), ...Array(3).fill(409)]);
});

test("a customer is put into groups when it is created, in the groups of its parent alone", async () => {
  const [top, other] = [await aCustomer(), await aCustomer()];
  const groupOf = async ({ owner, path }: typeof top) =>
    (await owner.post(`${path}/customer-groups`, { displayName: newId("G") })).body.id;
  const [group, foreign] = [await groupOf(top), await groupOf(other)];
  const body = { id: newId(), displayName: "A", parentId: top.id };
  const wrong = await top.owner.post("/v1/customers", { ...body, groups: [group, foreign] });
  expect([wrong.status, wrong.body.errors]).toMatchObject([400, [{ pointer: "/groups/1" }]]);
  expect((await top.owner.post("/v1/customers", { ...body, groups: [group] })).status).toBe(201);
  const listed = await top.owner.get(`${top.path}/customer-groups/${group}/customers`);
  expect(listed.body.items).toMatchObject([{ id: body.id }]);
});

test("where others must agree, roles on groups and customers in such groups wait for them", async () => {
  const top = await aCustomer();
  const second = await aMember(top, ["admin"]);
  const { path, child, spare, holder } = await aCustomerGroup(top);
  await askFor(top, 2);
  const agree = async ({ status, body }: { status: number; body: { id: string } }) => {
    expect(status).toBe(202);
    const at = `${top.path}/access-requests/${body.id}/approve`;
    expect((await second.post(at)).body.state).toBe("approved");
  };
  const grouped = await top.owner.put(`${path}/customers/${spare.id}`);
  expect((await holder.get(spare.path)).status).toBe(404);
  await agree(grouped);
  expect((await holder.get(spare.path)).status).toBe(200);
  const given = await top.owner.put(`${path}/members/${holder.id}/roles/admin`);
  expect((await holder.get(child.path)).body.permissions).not.toContain("customer.edit");
  await agree(given);
  expect((await holder.get(child.path)).body.permissions).toContain("customer.edit");
  const taken = await top.owner.delete(`${path}/members/${holder.id}/roles/admin`);
  expect(taken.status).toBe(204);
  const groups = [path.split("/").at(-1)];
  const born = { id: newId(), displayName: "A", parentId: top.id, groups };
  expect((await top.owner.post("/v1/customers", born)).status).toBe(403);
});

test("a customer is born into a group with roles only where nobody above asks for others to agree", async () => {
  const top = await aCustomer();
  const mid = await aCustomerBelow(top, top.owner);
  const { id, holder } = await aCustomerGroup(mid);
  await askFor(top, 2);
  const born = { id: newId(), displayName: "A", parentId: mid.id, groups: [id] };
  expect((await top.owner.post("/v1/customers", born)).status).toBe(403);
  expect((await holder.get(`/v1/customers/${born.id}`)).status).toBe(404);
});

test("of a deleted group nothing is left, with the customers or with those who held roles on it", async () => {
  const top = await aCustomer();
  const { path, child, holder } = await aCustomerGroup(top);
  const { body } = await top.owner.delete(path, any);
  await expect
    .poll(async () => (await top.owner.get(`/v1/operations/${body.id}`)).body.state)
    .toBe("done");
  const { partition } = tableOf();
  const group = path.split("/").at(-1);
  expect(await partition(`CG#${group}`)).toEqual([]);
  expect(await partition(`CGP#${top.id}#${group}`)).toEqual([]);
  const held = (await partition(`P#${holder.id}`)).filter(({ kind }) => kind !== "event");
  expect(held).toEqual([]);
  const inner = await partition(`C#${child.id}#`);
  expect(inner.find(({ kind }) => kind === "groups of a customer")?.groups).toBeUndefined();
});

test("nor with a customer that moved away, though the group still lists it", async () => {
  const top = await aCustomer();
  const { owner } = top;
  const { id: group, path, child } = await aCustomerGroup(top);
  const key = keys["grouped customer"]({ group, customer: child.id });
  const row = await tableOf().get(key);
  const { operation } = (await moveTo(child, (await aCustomerOf(owner)).id, owner)).body;
  await ended(owner, operation);
  expect(await tableOf().get(key)).toBeUndefined();
  await tableOf().put({ ...row, ...key });
  await ended(owner, (await owner.delete(path, any)).body.id);
  expect(await tableOf().partition(key.pk)).toEqual([]);
});

test("nobody holds roles on groups of more than a hundred owners, and what is given up does not count", async () => {
  const top = await aCustomer();
  const { path, holder } = await aCustomerGroup(top);
  const key = keys.user({ user: holder.id });
  const owners = async () => {
    const { boundOn } = (await tableOf().get(key)) as { boundOn: Set<string> };
    return [...boundOn];
  };
  expect(await owners()).toEqual([top.id]);
  const others = Array.from({ length: 99 }, (_, i) => `other-${i}`);
  await tableOf().change(key, { boundOn: new Set([top.id, ...others]) });
  const member = `${path}/members/${holder.id}/roles`;
  // One more on groups of the same owner counts no more.
  expect((await top.owner.put(`${member}/admin`)).status).toBe(200);
  const next = await aCustomer();
  const group = await next.owner.post(`${next.path}/customer-groups`, { displayName: "North" });
  const there = `${next.path}/customer-groups/${group.body.id}/members/${holder.id}/roles/employee`;
  const refused = await next.owner.put(there);
  expect([refused.status, refused.body.code]).toEqual([409, "limit_reached"]);
  for (const role of ["admin", "employee"])
    expect((await top.owner.delete(`${member}/${role}`)).status).toBe(204);
  expect(await owners()).toEqual(expect.not.arrayContaining([top.id]));
  expect((await next.owner.put(there)).status).toBe(200);
  await tableOf().change(key, { boundOn: new Set([next.id]) });
});

test("whoever held roles on a group that is deleted is not counted among those who hold some", async () => {
  const top = await aCustomer();
  const { path, holder } = await aCustomerGroup(top);
  const key = keys.user({ user: holder.id });
  expect((await tableOf().get(key))?.boundOn).toEqual(new Set([top.id]));
  expect((await top.owner.delete(path, any)).status).toBe(202);
  await until(async () => !(await tableOf().get(key))?.boundOn, "the note to go");
});
