import { expect, test } from "vitest";
import { newAddress } from "../../support/api.ts";
import { done } from "../../support/cascades.ts";
import {
  aCustomer,
  aKey,
  aMember,
  anAdmin,
  anApiUser,
  aPerson,
  aProject,
  askFor,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { invite } from "../../support/invite.ts";
import { codeOf } from "../../support/race.ts";

type Customer = Awaited<ReturnType<typeof aCustomer>>;

const any = { "if-match": "*" };

interface Part {
  part: string;
  // biome-ignore lint/suspicious/noExplicitAny: parts of every shape
  [part: string]: any;
}

/** Every part, page by page. */
async function everything(admin: Person, id: string, limit: number): Promise<Part[]> {
  const found: Part[] = [];
  let cursor = "";
  do {
    const { status, body } = await admin.get(
      `/v1/platform/users/${id}/export?limit=${limit}${cursor}`,
    );
    expect(status).toBe(200);
    expect(body.items.length).toBeLessThanOrEqual(limit);
    found.push(...body.items);
    cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : "";
  } while (cursor);
  return found;
}

test("answers everything that is held about a person, in pages of any size", async () => {
  const [admin, person] = [await theAdmin(), await aPerson(newAddress("exported"))];
  const customers = [];
  for (let i = 0; i < 3; i++) {
    const customer = await aCustomer();
    await customer.owner.put(`${customer.path}/members/${person.id}/roles/employee`);
    await customer.owner.put(`${customer.path}/members/${person.id}/roles/admin`);
    const project = await aProject(customer);
    await customer.owner.put(`${project.path}/members/${person.id}/roles/reader`);
    customers.push({ ...customer, project: project.id });
  }
  const other = await aCustomer();
  await aMember(other, ["admin"]);
  const invitation = (await invite(other.owner, other.path, { email: person.email })).body;
  const [{ id, path, owner }] = customers as [(typeof customers)[number]];
  const group = (await owner.post(`${path}/customer-groups`, { displayName: "North" })).body.id;
  await owner.put(`${path}/customer-groups/${group}/members/${person.id}/roles/employee`);
  await askFor(other, 2);
  const asked = await other.owner.put(`${other.path}/members/${person.id}/roles/admin`);
  const whole = await everything(admin, person.id, 100);
  for (const limit of [1, 2]) expect(await everything(admin, person.id, limit)).toEqual(whole);
  const of = (part: string) => whole.filter((one) => one.part === part).map((one) => one[part]);
  expect(of("record")).toEqual([(await admin.get(`/v1/platform/users/${person.id}`)).body]);
  expect(of("record")[0].identities).toHaveLength(1);
  const ids = customers.map(({ id }) => id).sort();
  expect(of("customer").map(({ customer }) => customer)).toEqual(ids);
  expect(of("customer")[0].roles).toMatchObject([{ role: "admin" }, { role: "employee" }]);
  expect(
    of("project")
      .map(({ project }) => project)
      .sort(),
  ).toEqual(customers.map(({ project }) => project).sort());
  expect(of("invitation")).toMatchObject([{ id: invitation.id, email: person.email }]);
  await other.owner.delete(`${other.path}/invitations/${invitation.id}`);
  const later = await everything(admin, person.id, 100);
  expect(later.flatMap((one) => one.invitation?.state ?? [])).toEqual(["revoked"]);
  expect(whole.flatMap(({ customerGroups: held }) => held ?? [])).toMatchObject([
    { customer: id, groups: [{ id: group, roles: [{ role: "employee" }] }] },
  ]);
  expect(whole.flatMap(({ accessRequest }) => accessRequest?.id ?? [])).toEqual([asked.body.id]);
  const events = of("event").map(({ type }) => type);
  expect(events.filter((type) => type === "user.created")).toHaveLength(1);
  for (const type of ["added", "changed"])
    expect(events.filter((one) => one === `customer.member.${type}`)).toHaveLength(3);
  expect(of("event").filter(({ subject }) => subject !== person.id)).toEqual([]);
});

test("and what they did and made, wherever that was and though they have left", async () => {
  const [admin, person] = [await theAdmin(), await aPerson(newAddress("exported"))];
  const [left, kept] = [await aCustomer(), await aCustomer()];
  const invitee = newAddress("invited");
  for (const { owner, path } of [left, kept])
    await owner.put(`${path}/members/${person.id}/roles/admin`);
  const byThem = (customer: Customer) => ({ ...customer, owner: person });
  const machines = [await anApiUser(byThem(left)), await anApiUser(byThem(kept))] as const;
  const key = await aKey(machines[1], person);
  const invitation = (await invite(person, left.path, { email: invitee })).body;
  const employee = await aMember(left, ["employee"]);
  const removed = await person.delete(`${left.path}/members/${employee.id}`, any);
  await askFor(left, 2);
  const asked = await person.put(`${left.path}/members/${employee.id}/roles/employee`);
  expect([removed.status, asked.status]).toEqual([200, 202]);
  const out = await left.owner.delete(`${left.path}/members/${person.id}`, any);
  for (const { body } of [removed, out]) await done(left, body.operation);
  const whole = await everything(admin, person.id, 100);
  for (const limit of [1, 2]) expect(await everything(admin, person.id, limit)).toEqual(whole);
  const of = (part: string, field: string) =>
    whole.filter((one) => one.part === part).map((one) => one[field]);
  const ids = (part: string, field: string) => of(part, field).map(({ id }) => id);
  const events = of("event", "event").filter(({ customerId }) => customerId === left.id);
  expect(events.filter(({ subject }) => subject === person.id).map(({ type }) => type)).toEqual([
    "customer.access.cascaded",
    "customer.member.removed",
    "customer.member.added",
  ]);
  expect(events.filter(({ actor }) => actor.id === person.id).map(({ type }) => type)).toEqual([
    "customer.access-request.created",
    "customer.member.removed",
    "customer.invitation.created",
    "customer.api-user.created",
  ]);
  expect(ids("api-user", "apiUser").sort()).toEqual(machines.map(({ id }) => id).sort());
  expect(ids("api-key", "apiKey")).toEqual([key.id]);
  expect(of("sent-invitation", "sentInvitation")).toMatchObject([{ id: invitation.id }]);
  expect(ids("access-request", "accessRequest")).toEqual([asked.body.id]);
  expect(ids("operation", "operation")).toEqual([removed.body.operation]);
  const said = JSON.stringify(whole);
  for (const secret of [invitee, key.key.split("_").at(-1) as string, "hash"])
    expect(said).not.toContain(secret);
});

test("what they did on the platform as well", async () => {
  const operator = await anAdmin(["organization-admin"]);
  const [appointed, machine] = [
    await aPerson(),
    await anApiUser({ path: "/v1/platform", owner: operator }, ["platform.users.view"]),
  ];
  await operator.put(`/v1/platform/admins/${appointed.id}/roles/ops-support`);
  const whole = await everything(await theAdmin(), operator.id, 100);
  const events = whole.flatMap(({ event }) => event ?? []);
  expect(events.filter(({ subject }) => subject !== operator.id)).toMatchObject([
    { type: "platform.admin.added", subject: appointed.id },
    { type: "platform.api-user.created", subject: machine.id },
  ]);
  expect(whole.flatMap(({ apiUser }) => apiUser?.id ?? [])).toEqual([machine.id]);
});

test("answers of a deleted person what is left of them", async () => {
  const [admin, person] = [await theAdmin(), await aPerson(newAddress("exported"))];
  await admin.delete(`/v1/platform/users/${person.id}`);
  const parts = await everything(admin, person.id, 10);
  expect(parts.map(({ part }) => part)).toEqual(["record", "event", "event"]);
  expect(JSON.stringify(parts)).not.toContain(person.email);
});

test("a cursor that was made up leads nowhere", async () => {
  const [admin, person] = [await theAdmin(), await aPerson()];
  const path = `/v1/platform/users/${person.id}/export`;
  const { nextCursor } = (await admin.get(path)).body;
  const question = Buffer.from(nextCursor, "base64url").toString().slice(0, 8);
  for (const position of ["99", "x", "5/nowhere", "5/no where", "1/~", "4/evt_7"]) {
    const cursor = Buffer.from(`${question}${position}`).toString("base64url");
    const { status, body } = await admin.get(`${path}?cursor=${cursor}`);
    expect([position, status]).toEqual([position, 200]);
    for (const { part, event } of body.items)
      expect([part, event.subject]).toEqual(["event", person.id]);
  }
});

test("is for those who may export, of people who exist", async () => {
  const [user, support] = [await anAdmin(["organization-user"]), await anAdmin(["ops-support"])];
  const path = `/v1/platform/users/${support.id}/export`;
  expect((await user.get(path)).body.items[0].record.platformRoles).toHaveLength(1);
  expect(codeOf(await support.get(path))).toEqual([403, "forbidden"]);
  const nobody = "/v1/platform/users/usr_01J00000000000000000000000/export";
  expect((await user.get(nobody)).status).toBe(404);
});
