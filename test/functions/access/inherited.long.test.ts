import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newId } from "../../support/api.ts";
import { aCustomerBelow, aCustomerGroup, aTopGroup, threeLevels } from "../../support/below.ts";
import {
  aCustomer,
  aGroup,
  aMember,
  aPerson,
  aProject,
  inTurn,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { moveTo } from "../../support/moves.ts";
import { tableOf } from "../../support/table.ts";

interface Held {
  role: string;
  state: string;
  through?: string;
  customer?: string;
  customerGroup?: { id: string; owner: string };
}
interface Holder {
  id: string;
  principal: object;
  roles: Held[];
}

const page = async (asker: Person, path: string) => {
  const { status, body } = await asker.get(path);
  expect([status, body.code]).toEqual([200, undefined]);
  return body as { items: Holder[]; nextCursor?: string };
};

/** Who has access, with where each role comes from. */
const shortly = (holders: Holder[]) =>
  holders.flatMap(({ id, roles }) =>
    roles.map(({ role, customer, customerGroup, through }) =>
      [id, role, customer, customerGroup?.id, customerGroup?.owner, through].filter(Boolean),
    ),
  );

const inherited = async (asker: Person, { path }: { path: string }, more = "") =>
  shortly((await page(asker, `${path}/access?inherited=true&limit=100${more}`)).items);

/** All of it in pages of so many. */
async function inPages(asker: Person, { path }: { path: string }, limit: number) {
  const found: Holder[] = [];
  let cursor = "";
  do {
    const at = `${path}/access?inherited=true&limit=${limit}${cursor}`;
    const { items, nextCursor } = await page(asker, at);
    expect(items.length).toBeLessThanOrEqual(limit);
    found.push(...items);
    cursor = nextCursor ? `&cursor=${nextCursor}` : "";
  } while (cursor);
  return shortly(found);
}

/** By their ids, as lists have them. */
const sorted = <T extends { id: string }>(all: T[]) => all.sort((a, b) => (a.id < b.id ? -1 : 1));

test("lists own holders first, then those of each customer above, with where they have it from", async () => {
  const { top, mid, low, owner } = await threeLevels();
  const [here, above] = [await aMember(low, ["employee"]), await aMember(mid, ["admin"])];
  const group = await aGroup({ path: top.path, owner }, ["employee"]);
  const expected = [
    [here.id, "employee"],
    [above.id, "admin", mid.id],
    [group.id, "employee", top.id],
    [owner.id, "owner", top.id],
  ];
  expect(await inherited(owner, low)).toEqual(expected);
  expect(await inherited(owner, low, "&role=admin")).toEqual([expected[1]]);
  expect(await inherited(owner, low, "&state=expired")).toEqual([]);
  expect(shortly((await page(owner, `${low.path}/access`)).items)).toEqual([expected[0]]);
  expect(shortly((await page(owner, `${low.path}/access?inherited=false`)).items)).toEqual([
    expected[0],
  ]);
  for (const limit of [1, 2, 3]) expect(await inPages(owner, low, limit)).toEqual(expected);
});

test("shows of those above what the list of members shows", async () => {
  const { mid, low, owner } = await threeLevels();
  const above = await aMember(mid, ["admin"]);
  const { items } = await page(owner, `${low.path}/access?inherited=true&role=admin`);
  const shown = (await owner.get(`${mid.path}/members/${above.id}`)).body.principal;
  expect(items.map(({ principal }) => principal)).toEqual([shown]);
});

test("lists who has it by a role on a group of customers, of the customer above and of the platform", async () => {
  const [admin, top] = [await theAdmin(), await aCustomer()];
  const { child, spare, holder, id, path } = await aCustomerGroup(top);
  const low = await aCustomerBelow(child, top.owner);
  const ofAll = await aPerson();
  await top.owner.put(`${top.path}/customer-groups/all/members/${ofAll.id}/roles/admin`);
  const members = await aGroup(top);
  await top.owner.put(`${path}/members/${members.id}/roles/employee`);
  const onTop = await aTopGroup(admin, [top, top]);
  const place = [child.id, id, top.id];
  const expected = [
    [top.owner.id, "owner", top.id],
    [ofAll.id, "admin", child.id, "all", top.id],
    ...sorted([members, holder]).map((one) => [one.id, "employee", ...place]),
    [onTop.holder.id, "employee", top.id, onTop.id, "platform"],
  ];
  const isOurs = (one: unknown[]) => expected.some(([someone]) => someone === one[0]);
  for (const limit of [1, 2, 100])
    expect((await inPages(top.owner, low, limit)).filter(isOurs)).toEqual(expected);
  expect((await inherited(top.owner, spare)).filter(isOurs)).toEqual([
    expected[0],
    [ofAll.id, "admin", spare.id, "all", top.id],
    expected[4],
  ]);
  await top.owner.delete(path, { "if-match": "*" });
  expect((await inherited(top.owner, low)).filter(isOurs)).toEqual([
    expected[0],
    expected[1],
    expected[4],
  ]);
});

test("of one principal it names every way, and everybody may ask about themselves", async () => {
  const top = await aCustomer();
  const { child, holder, id, path } = await aCustomerGroup(top);
  await top.owner.put(`${child.path}/members/${holder.id}/roles/admin`);
  const group = await aGroup(top, ["employee"], [holder]);
  await top.owner.put(`${path}/members/${group.id}/roles/admin`);
  const ways = [
    [holder.id, "admin"],
    [holder.id, "employee", child.id, id, top.id],
    [holder.id, "admin", child.id, id, top.id, group.id],
    [holder.id, "employee", top.id, group.id],
  ];
  const employee = await aMember(top, ["employee"]);
  const of = (one: { id: string }) => `&principal=${one.id}`;
  expect(await inherited(top.owner, child, of(holder))).toEqual(ways);
  expect(await inherited(holder, child, `${of(holder)}&role=admin`)).toEqual([ways[0], ways[2]]);
  expect(await inherited(employee, child, of(employee))).toEqual([
    [employee.id, "employee", top.id],
  ]);
  expect(await inherited(top.owner, child, of(group))).toEqual([
    [group.id, "admin", child.id, id, top.id],
    [group.id, "employee", top.id],
  ]);
  const elsewhere = await aGroup(await aCustomer(), ["employee"]);
  expect(await inherited(top.owner, child, of(elsewhere))).toEqual([]);
  expect(await inherited(top.owner, child, of(await aPerson()))).toEqual([]);
});

test("is for those who may see members, and tells strangers nothing", async () => {
  const { mid, low, owner } = await threeLevels();
  const project = await aProject({ path: low.path, owner });
  const [employee, stranger] = [await aMember(low, ["employee"]), await aPerson()];
  await owner.put(`${project.path}/members/${employee.id}/roles/admin`);
  const statuses = (by: Person, more = "") =>
    inTurn([low, project], async ({ path }) => {
      return (await by.get(`${path}/access?inherited=true${more}`)).status;
    });
  expect(await statuses(owner)).toEqual([200, 200]);
  expect(await statuses(employee)).toEqual([403, 403]);
  expect(await statuses(employee, `&principal=${owner.id}`)).toEqual([403, 403]);
  expect(await statuses(stranger)).toEqual([404, 404]);
  const beside = await aMember(await aCustomerBelow(mid, owner), ["admin"]);
  expect(await statuses(beside)).toEqual([404, 404]);
  // Who configures a project still sees who holds roles on it.
  expect((await employee.get(`${project.path}/access`)).status).toBe(200);
});

test("names a role that a customer above defines as it is called here", async () => {
  const { top, low, owner } = await threeLevels();
  const [role, own] = [newId("r"), newId("r")];
  const permissions = ["customer.view", "customer.projects.view"];
  await owner.post(`${top.path}/roles`, { id: role, name: "Auditor", permissions });
  await owner.post(`${low.path}/roles`, { id: own, name: "Auditor", permissions });
  const person = await aMember(top, [role]);
  const local = await aMember(low, [own]);
  expect(await inherited(owner, low, `&role=${role}@${top.id}`)).toEqual([
    [person.id, `${role}@${top.id}`, top.id],
  ]);
  const project = await aProject({ path: low.path, owner });
  const above = sorted([
    { id: owner.id, role: "owner" },
    { id: person.id, role: `${role}@${top.id}` },
  ]);
  expect(await inherited(owner, project)).toEqual([
    [local.id, own, low.id],
    ...above.map((one) => [one.id, one.role, top.id]),
  ]);
});

test("leaves out what a move left behind until it is taken away", async () => {
  const { top, low, owner } = await threeLevels();
  const other = await aCustomer();
  const [person, strange] = [await aMember(top, ["admin"]), await aGroup(other)];
  const given = { at: new Date().toISOString(), by: owner.id };
  const key = keys["customer binding"]({ principal: person.id, customer: top.id });
  const before = await tableOf().get(key);
  await tableOf().change(key, { roles: { [`auditor@${other.id}`]: given } });
  const onAll = { principal: strange.id, owner: top.id, group: "all" };
  const holder = keys["customer group holder"](onAll);
  await tableOf().put({ ...holder, kind: "customer group holder", ...onAll });
  const bound = keys["customer group binding"](onAll);
  await tableOf().put({
    ...bound,
    kind: "customer group binding",
    principal: strange.id,
    owner: top.id,
    roles: { all: { employee: given } },
    version: 1,
    updatedAt: given.at,
  });
  expect(await inherited(owner, low)).toEqual([[owner.id, "owner", top.id]]);
  for (const { id } of [person, strange])
    expect(await inherited(owner, low, `&principal=${id}`)).toEqual([]);
  await tableOf().change(key, { roles: before?.roles });
  await Promise.all([holder, bound].map((left) => tableOf().remove(left)));
});

test("of a project it adds those whose roles on the customer, or above, let them see it", async () => {
  const { top, mid, low, owner } = await threeLevels();
  const project = await aProject({ path: low.path, owner });
  const [reader, admin] = [await aMember(low, ["employee"]), await aMember(low, ["admin"])];
  await owner.put(`${project.path}/members/${reader.id}/roles/reader`);
  const above = await aMember(mid, ["admin"]);
  await aMember(mid, ["employee"]);
  const expected = [
    [reader.id, "reader"],
    [admin.id, "admin", low.id],
    [above.id, "admin", mid.id],
    [owner.id, "owner", top.id],
  ];
  expect(await inherited(owner, project)).toEqual(expected);
  for (const limit of [1, 2]) expect(await inPages(owner, project, limit)).toEqual(expected);
  expect(await inherited(owner, project, `&principal=${reader.id}`)).toEqual([expected[0]]);
  expect(await inherited(owner, project, `&principal=${above.id}`)).toEqual([expected[2]]);
});

test("leaves nobody out when the customer moves between two pages", async () => {
  const top = await aCustomer();
  const { owner } = top;
  const [one, other] = [await aCustomerBelow(top, owner), await aCustomerBelow(top, owner)];
  const low = await aCustomerBelow(one, owner);
  const [here, before, after] = [
    await aMember(low, ["employee"]),
    await aMember(one, ["employee"]),
    await aMember(other, ["employee"]),
  ];
  const at = `${low.path}/access?inherited=true`;
  const first = await page(owner, `${at}&limit=2`);
  expect(shortly(first.items)).toEqual([
    [here.id, "employee"],
    [before.id, "employee", one.id],
  ]);
  expect((await moveTo(low, other.id, owner)).status).toBe(200);
  const next = await page(owner, `${at}&cursor=${first.nextCursor}`);
  expect(shortly(next.items)).toEqual([
    [after.id, "employee", other.id],
    [owner.id, "owner", top.id],
  ]);
});

test("asks 25 lists a page at most, and goes on where it stopped", async () => {
  const top = await aCustomer();
  const low = await aCustomerBelow(top, top.owner);
  const person = await aPerson();
  const groups = await inTurn(Array.from({ length: 26 }), async () => {
    const { body } = await top.owner.post(`${top.path}/customer-groups`, {
      displayName: newId("Group"),
    });
    const path = `${top.path}/customer-groups/${body.id}`;
    await top.owner.put(`${path}/customers/${low.id}`);
    await top.owner.put(`${path}/members/${person.id}/roles/employee`);
    return body.id as string;
  });
  const at = `${low.path}/access?inherited=true&limit=100`;
  const first = await page(top.owner, at);
  // The first of them are the customer's own, those of the one above, and those of its group of all.
  expect(shortly(first.items)).toEqual([
    [top.owner.id, "owner", top.id],
    ...groups.slice(0, 22).map((id) => [person.id, "employee", low.id, id, top.id]),
  ]);
  const next = await page(top.owner, `${at}&cursor=${first.nextCursor}`);
  expect(shortly(next.items).slice(0, 4)).toEqual(
    groups.slice(22).map((id) => [person.id, "employee", low.id, id, top.id]),
  );
});
