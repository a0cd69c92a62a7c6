import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import {
  aCustomer,
  aGroup,
  aMember,
  aPendingProject,
  aPerson,
  aProject,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { tableOf } from "../../support/table.ts";

const instant = expect.any(String);
type Given = { role: string; through?: string; state: string };
interface Holder {
  id: string;
  roles: Given[];
}

const holders = async (asker: Person, path: string): Promise<Holder[]> => {
  const { status, body } = await asker.get(path);
  expect([status, body.code]).toEqual([200, undefined]);
  return body.items;
};

test("lists who has access to a customer, by whom it was given and until when", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const person = await aMember(customer, ["employee"]);
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  await owner.put(`${path}/members/${person.id}/roles/admin`, { expiresAt });
  const group = await aGroup(customer, ["employee"]);
  const given = { state: "active", at: instant, by: owner.id };
  expect(await holders(owner, `${path}/access`)).toMatchObject([
    { id: group.id, principal: { type: "group" }, roles: [{ ...given, role: "employee" }] },
    { id: owner.id, roles: [{ ...given, role: "owner" }] },
    {
      id: person.id,
      roles: [
        { ...given, role: "admin", expiresAt },
        { ...given, role: "employee" },
      ],
    },
  ]);
  const admins = await holders(owner, `${path}/access?role=admin`);
  expect(admins.map(({ id, roles }) => [id, roles.length])).toEqual([[person.id, 1]]);
  expect(await holders(owner, `${path}/access?state=expired`)).toEqual([]);
  for (const name of ["manager", "workspace-admin", "customer-manager"])
    expect(await holders(owner, `${path}/access?role=${name}`)).toEqual(admins);
});

test("of one person it names the roles of their groups too, on a customer and on a project", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const person = await aMember(customer, ["employee"]);
  const group = await aGroup(customer, ["admin"], [person]);
  const project = await aProject(customer);
  await owner.put(`${project.path}/members/${group.id}/roles/user`);
  await owner.put(`${project.path}/members/${person.id}/roles/reader`);
  const of = async (place: string) =>
    (await holders(owner, `${place}/access?principal=${person.id}`)).map(({ id, roles }) => [
      id,
      ...roles.map(({ role, through }) => [role, through]),
    ]);
  expect(await of(path)).toEqual([[person.id, ["employee", undefined], ["admin", group.id]]]);
  expect(await of(project.path)).toEqual([[person.id, ["reader", undefined], ["user", group.id]]]);
});

test("everybody may list their own access, and not that of others", async () => {
  const customer = await aCustomer();
  const [one, other] = [
    await aMember(customer, ["employee"]),
    await aMember(customer, ["employee"]),
  ];
  const at = `${customer.path}/access?principal=`;
  expect(await holders(one, at + one.id)).toMatchObject([{ roles: [{ role: "employee" }] }]);
  expect((await one.get(at + other.id)).status).toBe(403);
  expect((await one.get(`${customer.path}/access`)).status).toBe(403);
  expect(await holders(customer.owner, at + (await aPerson()).id)).toEqual([]);
});

test("shows a person everything they hold, page by page: customers, projects, groups, platform", async () => {
  const [customer, other] = [await aCustomer(), await aCustomer()];
  const person = await aMember(customer, ["employee"]);
  const project = await aProject(customer);
  await customer.owner.put(`${project.path}/members/${person.id}/roles/reader`);
  const group = await aGroup(other, ["admin"], [person]);
  const admin = await theAdmin();
  await admin.put(`/v1/platform/admins/${person.id}/roles/ops-support`);
  const found: object[] = [];
  let next: string | undefined = "/v1/me/access?limit=1";
  while (next) {
    const { items, nextCursor }: { items: object[]; nextCursor?: string } = (await person.get(next))
      .body;
    found.push(...items);
    next = nextCursor && `/v1/me/access?limit=1&cursor=${nextCursor}`;
  }
  expect(found).toMatchObject([
    { level: "customer", customer: customer.id, roles: [{ role: "employee" }] },
    { level: "project", customer: customer.id, project: project.id, roles: [{ role: "reader" }] },
    { level: "customer", customer: other.id, roles: [{ role: "admin", through: group.id }] },
    { level: "platform", roles: [{ role: "ops-support", by: admin.id }] },
  ]);
  expect((await person.get("/v1/me/access")).body.items).toEqual(found);
});

test("shows nobody a role on a project that is to be deleted, or was and has come back", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const person = await aMember(customer, ["employee"]);
  const project = await aPendingProject(customer, 1, [person]);
  const other = await aProject(customer);
  await owner.put(`${other.path}/members/${person.id}/roles/user`);
  const shown = async () =>
    (await person.get("/v1/me/access")).body.items.flatMap((one: { project?: string }) =>
      one.project ? [one.project] : [],
    );
  expect(await shown()).toEqual([other.id]);
  const admin = await theAdmin();
  await admin.post(`${project.tenants[0].path}/decline-deletion`, { reason: "Still needed" });
  expect((await shown()).sort()).toEqual([project.id, other.id].sort());
  const table = tableOf();
  const key = keys["project binding"]({ principal: person.id, customer: id, project: other.id });
  const binding = await table.get(key);
  await owner.post(`${other.path}/delete`, { confirm: other.id, reason: "Over" });
  await expect.poll(() => table.get(key)).toBeUndefined();
  const again = await owner.post(`${path}/projects`, { id: other.id, displayName: "Again" });
  const earlier = { projectKey: again.body.key, under: "earlier access" };
  for (const left of [binding, { ...binding, ...earlier }]) {
    await table.put({ ...left, ...key });
    expect(await shown()).toEqual([project.id]);
  }
  await table.remove(key);
});
