import { expect, test } from "vitest";
import type { HeldRoles } from "../../../shared/model/role.ts";
import { indexed, keys } from "../../../shared/table/schema.ts";
import { aCustomerBelow, aGroupOf } from "../../support/below.ts";
import {
  aCustomerOf,
  aGroup,
  aMember,
  aPerson,
  inTurn,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { any, aTree } from "../../support/moves.ts";
import { tableOf } from "../../support/table.ts";

interface Change {
  principal: { id: string };
  gains: { customer: string; role: string }[];
  loses: { customer: string; role: string }[];
}

/** Everything that a dry run says, page by page. */
async function preview(path: string, parentId: string | null, by: Person, limit = 2) {
  const found: Change[] = [];
  let cursor = "";
  do {
    const url = `${path}/move?dryRun=true&limit=${limit}${cursor}`;
    const { status, body } = await by.post(url, { parentId }, any);
    expect([status, body.version, body.dryRun]).toEqual([200, 1, true]);
    expect(body.changes.items.length).toBeLessThanOrEqual(limit);
    found.push(...body.changes.items);
    cursor = body.changes.nextCursor ? `&cursor=${body.changes.nextCursor}` : "";
  } while (cursor);
  expect(new Set(found.map(({ principal }) => principal.id)).size).toBe(found.length);
  return Object.fromEntries(
    found.map(({ principal: { id }, gains, loses }) => [id, { gains, loses }]),
  );
}

test("a dry run says who would gain and who would lose rights, page by page, and moves nothing", async () => {
  const { top, mid, low, owner } = await aTree();
  const other = await aCustomerOf(owner);
  const [left, joined] = [await aMember(top, ["employee"]), await aMember(other, ["admin"])];
  const between = await aMember({ ...mid, owner }, ["employee"]);
  const both = await aMember(top, ["admin"]);
  await owner.put(`${other.path}/members/${both.id}/roles/employee`);
  const group = await aGroup(other, ["employee"], [await aPerson()]);
  await aMember({ ...low, owner }, ["admin"]);
  const at = (customer: string, ...roles: string[]) => roles.map((role) => ({ customer, role }));
  expect(await preview(low.path, other.id, owner)).toEqual({
    [between.id]: { gains: [], loses: at(mid.id, "employee") },
    [left.id]: { gains: [], loses: at(top.id, "employee") },
    [joined.id]: { gains: at(other.id, "admin"), loses: [] },
    [both.id]: { gains: at(other.id, "employee"), loses: at(top.id, "admin") },
    [group.id]: { gains: at(other.id, "employee"), loses: [] },
    [owner.id]: { gains: at(other.id, "owner"), loses: at(top.id, "owner") },
  });
  expect((await owner.get(low.path)).body).toMatchObject({ parentId: mid.id, version: 1 });
});

test("a dry run follows groups of customers, those that it leaves and those that it comes into", async () => {
  const { top, mid, low, owner } = await aTree();
  const other = await aCustomerOf(owner);
  const named = await aGroupOf(owner, mid.path, low);
  const above = await aGroupOf(owner, top.path, mid);
  const ofPlatform = await aGroupOf(await theAdmin(), "/v1/platform", top);
  await aGroupOf(owner, other.path, await aCustomerBelow(other, owner));
  const [onMid, onOther] = [await aPerson(), await aPerson()];
  const give = (path: string, to: { id: string }, role = "employee") =>
    owner.put(`${path}/members/${to.id}/roles/${role}`);
  await give(`${mid.path}/customer-groups/all`, onMid);
  await give(`${other.path}/customer-groups/all`, onOther);
  expect((await give(named.path, onOther, "admin")).status).toBe(200);
  const at = (customer: { id: string }, group: string, of: string, role = "employee") => [
    { customer: customer.id, customerGroup: { id: group, owner: of }, role },
  ];
  const changes = await preview(low.path, other.id, owner);
  expect(changes).toEqual({
    [owner.id]: changes[owner.id],
    [named.holder.id]: { gains: [], loses: at(low, named.id, mid.id) },
    [above.holder.id]: { gains: [], loses: at(mid, above.id, top.id) },
    [ofPlatform.holder.id]: { gains: [], loses: at(top, ofPlatform.id, "platform") },
    [onMid.id]: { gains: [], loses: at(low, "all", mid.id) },
    [onOther.id]: { gains: at(low, "all", other.id), loses: at(low, named.id, mid.id, "admin") },
  });
});

test("what is left of a former place above is neither gained nor lost", async () => {
  const { low, owner } = await aTree();
  const [other, former] = [await aCustomerOf(owner), await aCustomerOf(owner)];
  const [one, two] = [await aMember(other, ["employee"]), await aMember(other, ["employee"])];
  const group = await aGroup(former, [], [await aPerson()]);
  const table = tableOf();
  const binding = (principal: string) => ({ principal, customer: other.id });
  const keyOf = (principal: string) => keys["customer binding"](binding(principal));
  const [itsOne, itsTwo] = [await table.get(keyOf(one.id)), await table.get(keyOf(two.id))];
  const ofGroup = { ...binding(group.id), ...keyOf(group.id) };
  await table.put({ ...itsOne, ...ofGroup, ...indexed["customer binding"](binding(group.id)) });
  const held = Object.values(itsTwo?.roles as HeldRoles)[0];
  await table.change(keyOf(two.id), { roles: { [`auditor@${former.id}`]: held } });
  try {
    const changes = await preview(low.path, other.id, owner);
    expect(changes[one.id]?.gains).toEqual([{ customer: other.id, role: "employee" }]);
    expect([changes[two.id], changes[group.id]]).toEqual([undefined, undefined]);
  } finally {
    await table.remove(keyOf(group.id));
    await table.change(keyOf(two.id), { roles: itsTwo?.roles });
  }
});

test("a dry run that leads along many groups goes on page by page", async () => {
  const { mid, low, owner } = await aTree();
  const other = await aCustomerOf(owner);
  const groups = await inTurn(Array.from({ length: 26 }), () => aGroupOf(owner, mid.path, low));
  const url = `${low.path}/move?dryRun=true&limit=100`;
  const { changes } = (await owner.post(url, { parentId: other.id }, any)).body;
  expect(changes.items.length).toBeLessThan(groups.length);
  const all = await preview(low.path, other.id, owner, 100);
  for (const { holder, id } of groups)
    expect(all[holder.id]?.loses).toMatchObject([{ customerGroup: { id } }]);
});

test("customers that stay above change nothing", async () => {
  const { top, mid, low, owner } = await aTree();
  const beside = await aCustomerBelow(top, owner);
  await aMember(top, ["employee"]);
  const joined = await aMember({ ...beside, owner }, ["employee"]);
  expect(await preview(low.path, beside.id, owner)).toEqual({
    [joined.id]: { gains: [{ customer: beside.id, role: "employee" }], loses: [] },
  });
  expect(await preview(low.path, mid.id, owner)).toEqual({});
});

test("a dry run refuses what the move would", async () => {
  const { top, low, owner } = await aTree();
  const { body } = await owner.post(`${top.path}/move?dryRun=true`, { parentId: low.id }, any);
  expect(body.code).toBe("cycle");
});
