import { expect, test } from "vitest";
import { aCustomerGroup } from "../../support/below.ts";
import { endedLongAgo, longAgo } from "../../support/ended.ts";
import { aCustomer, aGroup, aMember, aProject, type Person } from "../../support/given.ts";
import { until } from "../../support/inbox.ts";

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

interface Listed {
  id: string;
  project?: string;
  roles: { role: string }[];
}

/** The list as soon as it has so many entries: it is read from an index. */
const listOf = (owner: Person, path: string, count: number, query = "") =>
  until(
    async () => {
      const { items } = (await owner.get(`${path}/expired-access${query}`)).body;
      return items.length === count && (items as Listed[]);
    },
    `${count} entries of ${query || "the list"}`,
  );

test("shows who has lost roles or will within a week, on the customer and its projects, people and groups, the first to end first", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const [person, other] = [
    await aMember(customer, ["employee"]),
    await aMember(customer, ["employee"]),
  ];
  const [group, project] = [await aGroup(customer, ["employee"]), await aProject(customer)];
  const [ends, endsLater] = [inDays(2), inDays(6)];
  await owner.put(`${path}/members/${other.id}/roles/admin`, { expiresAt: endsLater });
  await owner.put(`${project.path}/members/${group.id}/roles/user`, { expiresAt: ends });
  await owner.put(`${project.path}/members/${other.id}/roles/user`, { expiresAt: inDays(8) });
  await endedLongAgo({ principal: person.id, customer: id });
  expect(await listOf(owner, path, 3)).toMatchObject([
    {
      id: person.id,
      principal: { type: "user", email: person.email },
      roles: [{ role: "employee", expiresAt: longAgo, state: "expired" }],
    },
    {
      id: group.id,
      principal: { type: "group", displayName: "Night shift" },
      project: project.id,
      roles: [{ role: "user", expiresAt: ends, state: "soon" }],
    },
    // Roles without an end are not among them.
    { id: other.id, roles: [{ role: "admin", expiresAt: endsLater, state: "soon" }] },
  ]);
  const admin = await aMember(customer, ["admin"]);
  expect((await admin.get(`${path}/expired-access`)).body.items).toHaveLength(3);
});

test("looks ahead as many days as asked, and with none shows only what has ended", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const person = await aMember(customer, ["employee"]);
  const at = `${path}/members/${person.id}/roles`;
  await owner.put(`${at}/admin`, { expiresAt: inDays(30) });
  const other = await aMember(customer, ["employee"]);
  await endedLongAgo({ principal: other.id, customer: customer.id });
  expect(await listOf(owner, path, 1, "?soon=0")).toMatchObject([{ id: other.id }]);
  expect(await listOf(owner, path, 1, "?soon=29")).toMatchObject([{ id: other.id }]);
  expect(await listOf(owner, path, 2, "?soon=31")).toMatchObject([{}, { id: person.id }]);
  await listOf(owner, path, 2, "?soon=365");
});

test.each(["366", "-1", "1.5", "x", "", "0x1"])("refuses to look %s days ahead", async (soon) => {
  const { owner, path } = await aCustomer();
  const { status, body } = await owner.get(`${path}/expired-access?soon=${soon}`);
  expect([status, body.errors]).toMatchObject([400, [{ pointer: "/query/soon" }]]);
});

test("shows several roles of one principal together, under the first of their ends", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const [first, person] = [
    await aMember(customer, ["employee"]),
    await aMember(customer, ["employee"]),
  ];
  const put = (id: string, role: string, days: number) =>
    owner.put(`${path}/members/${id}/roles/${role}`, { expiresAt: inDays(days) });
  await put(person.id, "admin", 1);
  await put(person.id, "employee", 5);
  await put(first.id, "admin", 3);
  const items = await listOf(owner, path, 2);
  expect(items.map(({ id, roles }) => [id, roles.map(({ role }) => role)])).toEqual([
    [person.id, ["admin", "employee"]],
    [first.id, ["admin"]],
  ]);
});

test("what is extended, made endless or taken is shown no more", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const project = await aProject(customer);
  const people = await Promise.all([1, 2, 3, 4].map(() => aMember(customer, ["employee"])));
  const [extended, endless, taken, removed] = people as [Person, Person, Person, Person];
  for (const person of people) {
    await owner.put(`${project.path}/members/${person.id}/roles/user`);
    await endedLongAgo({ principal: person.id, customer: id, project: project.id });
  }
  await listOf(owner, path, 4);
  const at = (person: Person) => `${project.path}/members/${person.id}/roles/user`;
  const longer = await owner.put(at(extended), { expiresAt: inDays(90) });
  expect(longer.body.roles).toMatchObject([{ role: "user", state: "active" }]);
  await owner.put(at(endless));
  await owner.delete(at(taken));
  await owner.delete(`${path}/members/${removed.id}`, { "if-match": "*" });
  await listOf(owner, path, 0);
});

test("shows what ends on groups of customers under its own first end, page by page, until it is extended or taken", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const { path: one, id, holder } = await aCustomerGroup(customer);
  const [group, other] = [await aGroup(customer), await aMember(customer, ["employee"])];
  const put = (at: string, who: { id: string }, days: number) =>
    owner.put(`${at}/members/${who.id}/roles/employee`, { expiresAt: inDays(days) });
  const all = `${path}/customer-groups/all`;
  await put(all, holder, 5);
  await put(one, holder, 2);
  await put(one, group, 3);
  await put(path, other, 4);
  const items = await listOf(owner, path, 3);
  expect(items).toMatchObject([
    {
      id: holder.id,
      principal: { type: "user", email: holder.email },
      roles: [
        { role: "employee", customerGroup: id, state: "soon" },
        { role: "employee", customerGroup: "all", state: "soon" },
      ],
    },
    { id: group.id, principal: { type: "group", identifier: group.identifier } },
    { id: other.id, roles: [{ role: "employee", state: "soon" }] },
  ]);
  const paged: Listed[] = [];
  for (let next = "limit=1"; next; ) {
    const { body } = await owner.get(`${path}/expired-access?${next}`);
    paged.push(...body.items);
    next = body.nextCursor ? `limit=1&cursor=${body.nextCursor}` : "";
  }
  expect(paged).toEqual(items);
  await put(one, holder, 90);
  await owner.delete(`${one}/members/${group.id}/roles/employee`);
  const left = await listOf(owner, path, 2);
  expect(left.map(({ id, roles }) => [id, roles.length])).toEqual([
    [other.id, 1],
    [holder.id, 1],
  ]);
});
