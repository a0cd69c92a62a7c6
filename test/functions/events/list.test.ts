import { beforeAll, expect, test } from "vitest";
import { nobody } from "../../support/api.ts";
import { aCustomer, aMember, aPerson, type Person, theAdmin } from "../../support/given.ts";

interface Event {
  id: string;
  at: string;
  type: string;
  actor: { id: string };
  subject: string;
}

let customer: Awaited<ReturnType<typeof aCustomer>>;
let admin: Person;
let employee: Person;

beforeAll(async () => {
  customer = await aCustomer();
  admin = await aMember(customer, ["admin"]);
  employee = await aMember(customer, ["employee"]);
  await admin.patch(customer.path, { phone: "1" }, { "if-match": '"1"' });
  await admin.put(`${customer.path}/members/${employee.id}/roles/admin`);
});

/** What a list of events answers: their types, newest first. */
async function events(query = ""): Promise<Event[]> {
  const { status, body } = await customer.owner.get(`${customer.path}/events${query}`);
  expect(status).toBe(200);
  return body.items;
}

const typesOf = async (query?: string) => (await events(query)).map(({ type }) => type);

test("shows every change once, newest first", async () => {
  expect(await typesOf()).toEqual([
    "customer.member.changed",
    "customer.updated",
    "customer.member.added",
    "customer.member.added",
    "customer.created",
  ]);
});

test("says who did what to whom, when and in which request", async () => {
  const [event] = await events(`?subject=${employee.id}`);
  expect(event).toEqual({
    id: expect.stringMatching(/^evt_[0-9A-Z]{26}$/),
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    type: "customer.member.changed",
    actor: { type: "user", id: admin.id },
    customerId: customer.id,
    subject: employee.id,
    before: { roles: [{ role: "employee" }] },
    after: { roles: [{ role: "admin" }, { role: "employee" }] },
    requestId: expect.stringMatching(/./),
  });
});

test("filters by type, actor, subject, and by several of them", async () => {
  expect(await typesOf("?type=customer.member.added")).toHaveLength(2);
  expect(await typesOf(`?actor=${admin.id}`)).toEqual([
    "customer.member.changed",
    "customer.updated",
  ]);
  expect(await typesOf(`?subject=${employee.id}`)).toEqual([
    "customer.member.changed",
    "customer.member.added",
  ]);
  expect(await typesOf(`?subject=${employee.id}&actor=${admin.id}`)).toEqual([
    "customer.member.changed",
  ]);
  expect(await typesOf(`?actor=${admin.id}&type=customer.updated`)).toEqual(["customer.updated"]);
  expect(await typesOf(`?subject=${employee.id}&type=customer.updated`)).toEqual([]);
  expect(await typesOf("?actor=nobody")).toEqual([]);
});

test("filters by time: from an instant on, and before another", async () => {
  const all = await events();
  const third = all[2]?.at ?? "";
  const ids = async (query: string) => (await events(query)).map(({ id }) => id);
  const since = all.filter(({ at }) => at >= third).map(({ id }) => id);
  const before = all.filter(({ at }) => at < third).map(({ id }) => id);
  expect(await ids(`?since=${third}`)).toEqual(since);
  expect(await ids(`?until=${third}`)).toEqual(before);
  expect(await ids(`?since=${third}&until=${third}`)).toEqual([]);
  expect(await ids("?since=2099-01-01T00:00:00Z&until=2020-01-01T00:00:00Z")).toEqual([]);
  expect(await ids("?since=0001-01-01T00:00:00Z&until=9999-12-31T23:59:59Z")).toHaveLength(5);
  expect(await ids(`?since=${third}&subject=${employee.id}`)).toHaveLength(
    all.filter(({ at, subject }) => at >= third && subject === employee.id).length,
  );
});

test("stays inside its span of time over pages, whatever the cursor says", async () => {
  const [newest, , , oldest] = await events();
  const span = `?since=${oldest?.at}&until=${newest?.at}`;
  const { body } = await customer.owner.get(`${customer.path}/events${span}&limit=1`);
  const question = Buffer.from(body.nextCursor, "base64url").toString().slice(0, 8);
  for (const position of ["evt_0", "evt_7ZZZZZZZZZZZZZZZZZZZZZZZZZ", newest?.id]) {
    const cursor = Buffer.from(`${question}${position}`).toString("base64url");
    expect(await events(`${span}&cursor=${cursor}`)).toEqual([]);
  }
});

test.each(["type=customer.exploded", "since=yesterday", "until=2026-01-01", "subject=", "who=me"])(
  "refuses the filter %s",
  async (query) => {
    const { status } = await customer.owner.get(`${customer.path}/events?${query}`);
    expect(status).toBe(query === "subject=" ? 200 : 400);
  },
);

test("calls people as they are called now where that is asked for, and nobody who was deleted", async () => {
  const { owner, path } = await aCustomer();
  const [changed, gone] = [await aPerson(), await aPerson()];
  for (const { id } of [changed, gone]) await owner.put(`${path}/members/${id}/roles/employee`);
  await changed.patch("/v1/me", { firstName: "Nadia", lastName: "Vega" }, { "if-match": "*" });
  await (await theAdmin()).delete(`/v1/platform/users/${gone.id}`, { "if-match": "*" });
  const list = `${path}/events?type=customer.member.added`;
  const namesIn = async (reader: Pick<Person, "get">, query = "&names=true") =>
    (await reader.get(`${list}${query}`)).body.items.map(
      ({ people }: { people?: object }) => people,
    );
  const mine = { [owner.id]: expect.objectContaining({ email: owner.email }) };
  const hers = { firstName: "Nadia", lastName: "Vega", email: changed.email };
  await expect.poll(() => namesIn(owner)).toEqual([mine, { ...mine, [changed.id]: hers }]);
  expect(await namesIn(owner, "")).toEqual([undefined, undefined]);

  const role = { id: "auditor", name: "Auditor", permissions: ["customer.events.view"] };
  await owner.post(`${path}/roles`, role);
  const auditor = await aPerson();
  await owner.put(`${path}/members/${auditor.id}/roles/auditor`);
  expect(await namesIn(auditor)).toEqual([undefined, undefined, undefined]);
});

test("shows nothing of other customers", async () => {
  const other = await aCustomer();
  await other.owner.put(`${other.path}/members/${employee.id}/roles/employee`);
  expect(await events(`?actor=${other.owner.id}`)).toEqual([]);
  expect(await events(`?subject=${other.id}`)).toEqual([]);
});

test("is closed to employees, strangers and nobody", async () => {
  const person = await aMember(customer, ["employee"]);
  const list = `${customer.path}/events`;
  expect((await person.get(list)).status).toBe(403);
  expect((await (await aPerson()).get(list)).status).toBe(404);
  expect((await nobody().get(list)).status).toBe(401);
});
