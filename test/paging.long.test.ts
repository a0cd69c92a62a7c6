import { beforeAll, describe, expect, test } from "vitest";
import { newAddress, newId } from "./support/api.ts";
import {
  aCustomer,
  aKey,
  aMember,
  anAdmin,
  anApiUser,
  aPerson,
  aProject,
  aTenant,
  type Person,
  theAdmin,
} from "./support/given.ts";
import { aThingGroup, someKind, someThings } from "./support/things.ts";

interface List {
  caller: Person;
  path: string;
}

/** Every list there is, with at least five items in each. */
const lists: Record<string, List> = {};
const names = [
  "customers",
  "members",
  "invitations",
  "projects",
  "projects of an employee",
  "project members",
  "tenants",
  "events",
  "events about a person",
  "events by a person",
  "events about a subject",
  "events by an actor",
  "events of a type",
  "platform events",
  "platform events about a subject",
  "platform events by an actor",
  "expired access",
  "own invitations",
  "users",
  "all customers",
  "permissions",
  "roles",
  "API users",
  "keys",
  "things",
  "newest things",
  "things in a group",
  "groups of things",
];
const five = [1, 2, 3, 4, 5];

beforeAll(async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const invited = await aPerson();
  const employee = await aMember(customer, ["employee"]);
  const plan = { firstName: "A", lastName: "B", roles: ["employee"] };
  const admin = await theAdmin();
  const mine = newId("paged").replace(/\d+$/, "");
  const own = newAddress("paged").split(".").slice(0, 2).join(".");
  for (const _ of five) {
    await aPerson(newAddress("paged"));
    const member = await aMember(customer, ["employee"]);
    const project = await aProject(customer);
    await owner.put(`${project.path}/members/${employee.id}/roles/reader`);
    await owner.post(`${path}/invitations`, { ...plan, email: newAddress() });
    await invited.post("/v1/customers", { id: newId("paged"), displayName: "Paged" });
    const other = await aCustomer();
    await other.owner.post(`${other.path}/invitations`, { ...plan, email: invited.email });
    await other.owner.put(`${other.path}/members/${employee.id}/roles/employee`);
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    await owner.put(`${path}/members/${member.id}/roles/admin`, { expiresAt });
    lists.tenants ??= { caller: owner, path: `${project.path}/tenants` };
    await aTenant({ path: lists.tenants.path.replace("/tenants", "") }, owner);
    lists["project members"] ??= { caller: owner, path: `${project.path}/members` };
    await owner.put(`${lists["project members"].path}/${member.id}/roles/user`);
  }
  const apiUsers = await Promise.all(five.map(() => anApiUser(customer)));
  const keys = `${apiUsers[0]?.path}/keys`;
  for (const _ of five) await owner.post(keys, {});
  const [machine] = apiUsers as [(typeof apiUsers)[number]];
  const { caller } = await aKey(machine, owner);
  for (const n of five)
    await caller.patch(path, { description: `Changed ${n} times` }, { "if-match": "*" });
  const kind = someKind("paging");
  const group = await aThingGroup(customer, kind);
  const more = { groups: [group.id] };
  await someThings(customer, kind, ["é", "E", "zebra", "Z", "日本"], more);
  await someThings(customer, kind, ["e b", "1"], more);
  for (const _ of five) await aThingGroup(customer, kind);
  const operator = await anAdmin(["organization-admin"]);
  const appointed = await aPerson();
  const role = `/v1/platform/admins/${appointed.id}/roles/ops-support`;
  const begun = new Date().toISOString();
  for (const _ of five.slice(2)) {
    await operator.put(role);
    await operator.delete(role);
  }
  // Whatever others do meanwhile goes on after this.
  const span = `since=${begun}&until=${new Date().toISOString()}`;
  const log = "/v1/platform/events";
  Object.assign(lists, {
    "platform events": { caller: operator, path: `${log}?${span}` },
    "platform events about a subject": { caller: operator, path: `${log}?subject=${appointed.id}` },
    "platform events by an actor": { caller: operator, path: `${log}?actor=${operator.id}` },
    things: { caller: owner, path: `${path}/${kind}` },
    "newest things": { caller: owner, path: `${path}/${kind}?order=newest` },
    "things in a group": { caller: owner, path: `${path}/${kind}?group=${group.id}` },
    "groups of things": { caller: owner, path: `${path}/${kind}/groups` },
    "API users": { caller: owner, path: `${path}/api-users` },
    keys: { caller: owner, path: keys },
    customers: { caller: employee, path: "/v1/customers" },
    members: { caller: owner, path: `${path}/members` },
    invitations: { caller: owner, path: `${path}/invitations` },
    projects: { caller: owner, path: `${path}/projects` },
    "projects of an employee": { caller: employee, path: `${path}/projects` },
    events: { caller: owner, path: `${path}/events` },
    "events about a person": { caller: owner, path: `${path}/events?subject=${employee.id}` },
    "events by a person": { caller: owner, path: `${path}/events?actor=${owner.id}` },
    "events about a subject": { caller: owner, path: `${path}/events?subject=${machine.id}` },
    "events by an actor": { caller: owner, path: `${path}/events?actor=${machine.id}` },
    "events of a type": { caller: owner, path: `${path}/events?type=customer.project.created` },
    "expired access": { caller: owner, path: `${path}/expired-access?soon=30` },
    users: { caller: admin, path: `/v1/platform/users?q=${own}.` },
    "all customers": { caller: admin, path: `/v1/platform/customers?q=${mine}` },
    permissions: { caller: employee, path: "/v1/permissions?level=project" },
    roles: { caller: employee, path: "/v1/roles?level=platform" },
    "own invitations": { caller: invited, path: "/v1/me/invitations" },
  });
});

const at = (path: string, more: Record<string, string>) => {
  const query = new URLSearchParams(more).toString();
  return path.includes("?") ? `${path}&${query}` : `${path}?${query}`;
};

/** The ids on each page, from the first to the last. */
async function pagesOf({ caller, path }: List, limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = at(path, { limit: String(limit), ...(cursor && { cursor }) });
    const { status, body } = await caller.get(page);
    expect(status).toBe(200);
    pages.push(body.items.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor;
  } while (cursor);
  return pages;
}

const listOf = (name: string) => lists[name] as List;

describe.each(names)("%s", (name) => {
  test.each([1, 2, 3])("come whole and in the same order in pages of %i", async (limit) => {
    const [whole = [], ...more] = await pagesOf(listOf(name), 100);
    expect([more, new Set(whole).size]).toEqual([[], whole.length]);
    expect(whole.length).toBeGreaterThanOrEqual(5);
    const pages = await pagesOf(listOf(name), limit);
    expect(pages.flat()).toEqual(whole);
    if (!name.startsWith("events of"))
      expect(pages.map((page) => page.length)).toEqual(
        pages.map((_, i) => Math.min(limit, whole.length - i * limit)),
      );
  });

  test("refuse the cursor of another list", async () => {
    const { caller, path } = listOf(name);
    const others = names.filter((one) => listOf(one).path !== path);
    const other = others[names.indexOf(name) % others.length] as string;
    const from = listOf(other);
    const { nextCursor } = (await from.caller.get(at(from.path, { limit: "1" }))).body;
    const { status, body } = await caller.get(at(path, { limit: "1", cursor: nextCursor }));
    expect([other, status, body.errors]).toMatchObject([
      other,
      400,
      [{ pointer: "/query/cursor" }],
    ]);
  });
});

test("a page that ends with the last item has no cursor", async () => {
  const { caller, path } = listOf("projects");
  const { body } = await caller.get(at(path, { limit: "5" }));
  expect([body.items.length, body.nextCursor]).toEqual([5, undefined]);
});

test.each(["", "x", "%%%", "bmljZSB0cnk", "A".repeat(5000), "\u{1F600}"])(
  "refuses the cursor %s that nobody gave out",
  async (cursor) => {
    const { caller, path } = listOf("members");
    expect((await caller.get(at(path, { cursor }))).status).toBe(400);
  },
);

test("a forged position leads nowhere outside the list", async () => {
  for (const name of names) {
    const { caller, path } = listOf(name);
    const { body } = await caller.get(at(path, { limit: "1" }));
    const question = Buffer.from(body.nextCursor, "base64url").toString().slice(0, 8);
    const longest = "\u{10ffff}".repeat(200);
    for (const position of ["0", "zzz", "evt_7", "C-x", "\u{10ffff}", "A".repeat(64), longest]) {
      const cursor = Buffer.from(`${question}${position}`).toString("base64url");
      const { status, body } = await caller.get(at(path, { cursor }));
      expect([name, position, status]).toEqual([name, position, 200]);
      const whole = (await pagesOf(listOf(name), 100)).flat();
      for (const { id } of body.items) expect(whole).toContain(id);
    }
    const longer = Buffer.from(`${question}${longest}A`).toString("base64url");
    expect((await caller.get(at(path, { cursor: longer }))).status).toBe(400);
  }
});

test.each(["0", "-1", "1.5", "many", " ", "1e2"])("refuses the limit %s", async (limit) => {
  const { caller, path } = listOf("members");
  const { status, body } = await caller.get(at(path, { limit }));
  expect([status, body.errors[0].pointer]).toEqual([400, "/query/limit"]);
});

test("lowers a limit beyond 100", async () => {
  const { caller, path } = listOf("members");
  expect((await caller.get(at(path, { limit: "100000" }))).body.items).toHaveLength(7);
});
