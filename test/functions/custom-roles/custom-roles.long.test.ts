import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { aCustomerBelow, aRoleFromAbove } from "../../support/below.ts";
import {
  aCustomer,
  aCustomerOf,
  aGroup,
  aMember,
  anInvitation,
  aPerson,
  aProject,
  inTurn,
} from "../../support/given.ts";
import { importLines } from "../../support/imports.ts";
import { on, versionAt } from "../../support/version.ts";

const any = { "if-match": "*" };
const permissions = ["customer.events.view", "customer.members.view"];
const auditor = { id: "auditor", name: "Auditor", permissions };

/** A customer with a role of its own. */
async function withRole(role: object = auditor) {
  const customer = await aCustomer();
  const { status, body } = await customer.owner.post(`${customer.path}/roles`, role);
  expect([status, body.code]).toEqual([201, undefined]);
  return { ...customer, at: `${customer.path}/roles/${body.id}` };
}

test("a role is made, listed after the built-in ones, given, and does what it is made of", async () => {
  const customer = await withRole();
  const { owner, path, at } = customer;
  const { body } = await owner.get(at);
  expect(body).toEqual({
    level: "customer",
    id: "auditor",
    name: "Auditor",
    builtIn: false,
    version: expect.any(Number),
    permissions: ["customer.events.view", "customer.members.view", "customer.view"],
  });
  const { items } = (await owner.get(`${path}/roles`)).body;
  expect(items.map(({ id }: { id: string }) => id)).toEqual([
    "owner",
    "admin",
    "employee",
    "auditor",
  ]);
  const person = await aMember(customer, ["auditor"]);
  expect((await person.get(`${path}/events`)).status).toBe(200);
  expect((await person.get(`${path}/members`)).status).toBe(200);
  expect((await person.patch(path, { phone: "1" }, any)).status).toBe(403);
  expect((await person.get("/v1/customers")).body.items).toHaveLength(1);
});

test.each(["Auditor", "String"])(
  "a role may be called constructor by its id, and %s by its name",
  async (name) => {
    const customer = await withRole();
    const { id, owner, path } = customer;
    const role = { ...auditor, id: "constructor", name };
    const [line] = await importLines([{ kind: "custom-role", data: { ...role, customer: id } }]);
    expect(line).toMatchObject({ status: "created", id: role.id });
    const at = `${path}/roles/${role.id}`;
    expect((await owner.get(at)).body).toMatchObject({ id: role.id, name });
    const person = await aMember(customer, [role.id]);
    expect((await person.get(`${path}/events`)).status).toBe(200);
    await owner.delete(`${path}/members/${person.id}/roles/${role.id}`);
    expect((await owner.delete(at, any)).status).toBe(204);
  },
);

test("a changed role is another one at once for everybody who holds it, by themselves or through a group", async () => {
  const customer = await withRole();
  const { owner, path, at } = customer;
  const [alone, inGroup] = [await aMember(customer, ["auditor"]), await aPerson()];
  await aGroup(customer, ["auditor"], [inGroup]);
  for (const { patch } of [alone, inGroup])
    expect((await patch(path, { phone: "1" }, any)).status).toBe(403);
  const version = await versionAt(owner, at);
  const changed = await owner.patch(at, { permissions: ["customer.edit"] }, on(version));
  expect([changed.status, changed.body.version]).toEqual([200, version + 1]);
  for (const { get, patch } of [alone, inGroup]) {
    expect((await patch(path, { phone: newId() }, any)).status).toBe(200);
    expect((await get(`${path}/events`)).status).toBe(403);
  }
});

test("rights of a role are rights to write with", async () => {
  const given = ["customer.members.grant", "customer.members.view", "customer.things.view"];
  const customer = await withRole({ ...auditor, permissions: given });
  const person = await aMember(customer, ["auditor"]);
  const [first, second] = [await aPerson(), await aPerson()];
  const put = (id: string, role: string) =>
    person.put(`${customer.path}/members/${id}/roles/${role}`);
  expect((await put(first.id, "employee")).status).toBe(200);
  expect((await put(second.id, "auditor")).status).toBe(200);
  const refused = await put((await aPerson()).id, "admin");
  expect([refused.status, refused.body.code]).toEqual([403, "forbidden"]);
});

test("nobody puts into a role what they do not hold, nor changes what it has beyond them", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin"]);
  const rich = { ...auditor, permissions: ["customer.export"] };
  const refused = await admin.post(`${customer.path}/roles`, rich);
  expect([refused.status, refused.body.code]).toEqual([403, "forbidden"]);
  expect(refused.body.detail).toContain("customer.export");
  expect((await customer.owner.post(`${customer.path}/roles`, rich)).status).toBe(201);
  const at = `${customer.path}/roles/auditor`;
  expect((await admin.patch(at, { name: "Reviser" }, any)).status).toBe(200);
  const granted = await admin.put(`${customer.path}/members/${(await aPerson()).id}/roles/auditor`);
  expect([granted.status, granted.body.code]).toEqual([403, "forbidden"]);
  const group = await aGroup(customer, ["auditor"]);
  const joined = await admin.put(`${group.path}/members/${admin.id}`);
  expect([joined.status, joined.body.code]).toEqual([403, "forbidden"]);
});

test.each([
  ["platform.customers.view"],
  ["customer.delete"],
  ["customer.owners.manage"],
  ["project.view"],
  ["customer.fly"],
])("a customer's role cannot hold %s", async (permission) => {
  const { owner, path } = await aCustomer();
  const role = { ...auditor, permissions: ["customer.edit", permission] };
  const { status, body } = await owner.post(`${path}/roles`, role);
  expect([status, body.code, body.errors[0].pointer]).toEqual([400, "invalid", "/permissions/1"]);
});

test("a role is described in 255 characters, since all of a customer lie in one item", async () => {
  const { owner, path } = await aCustomer();
  const described = (length: number) => ({ ...auditor, description: "x".repeat(length) });
  const long = await owner.post(`${path}/roles`, described(256));
  expect([long.status, long.body.errors[0].pointer]).toEqual([400, "/description"]);
  expect((await owner.post(`${path}/roles`, described(255))).status).toBe(201);
  const change = { description: "x".repeat(256) };
  expect((await owner.patch(`${path}/roles/auditor`, change, any)).status).toBe(400);
});

test.each(["owner", "admin", "manager", "member", "workspace-user", "customer-owner"])(
  "%s is taken by a built-in role",
  async (id) => {
    const { owner, path } = await aCustomer();
    expect((await owner.post(`${path}/roles`, { ...auditor, id })).status).toBe(400);
  },
);

test("a role that manages access to projects does so on each, and shows them where it sees them, too", async () => {
  const customer = await withRole({ ...auditor, permissions: ["customer.projects.access"] });
  const { owner, path, at } = customer;
  const [manager, person] = [
    await aMember(customer, ["auditor"]),
    await aMember(customer, ["employee"]),
  ];
  const project = await aProject(customer);
  const role = `${project.path}/members/${person.id}/roles/reader`;
  expect((await manager.put(role)).status).toBe(200);
  expect((await manager.get(project.path)).status).toBe(403);
  expect((await manager.get(`${path}/projects`)).body.items).toEqual([]);
  expect((await manager.get(`${project.path}-not-there`)).status).toBe(404);
  const permissions = ["customer.projects.access", "customer.projects.view"];
  expect((await owner.patch(at, { permissions }, any)).status).toBe(200);
  expect((await manager.get(project.path)).status).toBe(200);
  expect((await manager.get(`${path}/projects`)).body.items).toMatchObject([{ id: project.id }]);
  expect((await manager.get(`${project.path}/access`)).status).toBe(200);
  expect((await manager.delete(role)).status).toBe(204);
  expect((await person.get(project.path)).status).toBe(404);
});

test("a role is found in its own customer only", async () => {
  const [here, there] = [await withRole(), await aCustomer()];
  expect((await there.owner.get(`${there.path}/roles/auditor`)).status).toBe(404);
  const person = await aPerson();
  const { status, body } = await there.owner.put(
    `${there.path}/members/${person.id}/roles/auditor`,
  );
  expect([status, body.errors[0].pointer]).toEqual([400, "/role"]);
  expect((await here.owner.post(`${here.path}/roles`, auditor)).body.code).toBe("identifier_taken");
});

test("a role of a customer above is read below it under the name that it is listed by, and nowhere else", async () => {
  const { top, mid, owner, role, name } = await aRoleFromAbove();
  const low = await aCustomerBelow(mid, owner);
  for (const { path } of [mid, low]) {
    const { items } = (await owner.get(`${path}/roles`)).body;
    const listed = items.find(({ id }: { id: string }) => id === name);
    const { status, body, headers } = await owner.get(`${path}/roles/${name}`);
    expect([status, body]).toEqual([200, listed]);
    expect(headers.get("etag")).toBe(`"${listed.version}"`);
    expect((await owner.get(`${path}/roles/${role}`)).status).toBe(404);
  }
  const beside = await aCustomerOf(owner);
  for (const { path } of [top, beside])
    expect((await owner.get(`${path}/roles/${name}`)).status).toBe(404);
  for (const other of [`other@${top.id}`, `${role}@${low.id}`, `owner@${top.id}`])
    expect((await owner.get(`${low.path}/roles/${other}`)).status).toBe(404);
});

test("whoever manages roles and sees no members is not told who holds one", async () => {
  const customer = await withRole();
  const { owner, path, at } = customer;
  const keeper = { id: "keeper", name: "Keeper", permissions: ["customer.roles.manage"] };
  await owner.post(`${path}/roles`, keeper);
  await aMember(customer, ["auditor"]);
  const { status, body } = await (await aMember(customer, ["keeper"])).delete(at, any);
  const detail = "Take this role from everybody who holds it first.";
  expect([status, body.code, body.detail]).toEqual([409, "role_held", detail]);
});

test("a role that somebody holds stays, and goes when nobody does", async () => {
  const customer = await withRole();
  const { owner, path, at } = customer;
  const person = await aMember(customer, ["auditor", "employee"]);
  const refused = await owner.delete(at, any);
  expect([refused.status, refused.body.code]).toEqual([409, "role_held"]);
  expect(refused.body.detail).toContain(`${person.id} holds it on customer ${customer.id}`);
  expect((await owner.get(at)).status).toBe(200);
  expect((await aMember(customer, ["auditor"])).id).toBeDefined();
  const members = (await owner.get(`${path}/members`)).body.items as { id: string }[];
  for (const { id } of members.filter((one) => one.id !== owner.id))
    await owner.delete(`${path}/members/${id}/roles/auditor`);
  expect((await owner.delete(at, any)).status).toBe(204);
  expect((await owner.get(at)).status).toBe(404);
  expect((await owner.put(`${path}/members/${person.id}/roles/auditor`)).status).toBe(400);
});

test("of a deletion and grants at the same time, either the role stays or nobody holds it", async () => {
  const customer = await withRole();
  const { owner, path, at } = customer;
  const people = await Promise.all(Array.from({ length: 6 }, () => aPerson()));
  const grants = people.map(({ id }) => owner.put(`${path}/members/${id}/roles/auditor`));
  const [deleted, ...given] = await Promise.all([owner.delete(at, any), ...grants]);
  const held = given.filter(({ status }) => status === 200).length;
  const isThere = (await owner.get(at)).status === 200;
  expect(deleted?.status === 204).toBe(!isThere);
  expect(isThere || held === 0).toBe(true);
});

test("who tries to delete a role that is held keeps nobody from being given it, or accepting it", async () => {
  const customer = await withRole();
  const { owner, path, at } = customer;
  await aMember(customer, ["auditor"]);
  const people = await Promise.all(Array.from({ length: 6 }, () => aPerson()));
  const invitations = await inTurn(people, () => anInvitation(customer, { roles: ["auditor"] }));
  let isOver = false;
  const deleting = (async () => {
    const told = new Set<string>();
    while (!isOver) told.add((await owner.delete(at, any)).body.code);
    return [...told];
  })();
  const accepted = await Promise.all(
    invitations.map(({ nobody, token }) => nobody.post("/v1/invitations/accept", { token })),
  );
  const given = await Promise.all(
    people.map(({ id }) => owner.put(`${path}/members/${id}/roles/auditor`)),
  );
  isOver = true;
  expect(await deleting).toEqual(["role_held"]);
  expect(new Set([...accepted, ...given].map(({ status }) => status))).toEqual(new Set([200]));
});

test("changes are told from each other by the version of the role", async () => {
  const { owner, at } = await withRole();
  expect((await owner.patch(at, { name: "A" })).status).toBe(428);
  const version = await versionAt(owner, at);
  expect((await owner.patch(at, { name: "A" }, on(version + 1))).status).toBe(412);
  const [one, other] = await Promise.all(
    ["A", "B"].map((name) => owner.patch(at, { name }, on(version))),
  );
  expect([one?.status, other?.status].sort()).toEqual([200, 412]);
});

test("nobody puts people into a group with project roles without the right to give those", async () => {
  const held = ["customer.groups.manage", "customer.groups.view", "customer.things.view"];
  const customer = await withRole({ ...auditor, permissions: held });
  const manager = await aMember(customer, ["auditor"]);
  const group = await aGroup(customer, ["employee"]);
  const put = async () =>
    (await manager.put(`${group.path}/members/${(await aPerson()).id}`)).status;
  expect(await put()).toBe(200);
  const project = await aProject(customer);
  await customer.owner.put(`${project.path}/members/${group.id}/roles/reader`);
  expect(await put()).toBe(403);
});

test("nobody puts into a role that they hold what they hold for a shorter time", async () => {
  const customer = await withRole();
  const { owner, path, at } = customer;
  const person = await aMember(customer, ["auditor"]);
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  await owner.put(`${path}/members/${person.id}/roles/admin`, { expiresAt });
  const more = { permissions: [...permissions, "customer.edit"] };
  const refused = await person.patch(at, more, any);
  expect([refused.status, refused.body.code]).toEqual([403, "forbidden"]);
  expect((await person.patch(at, { name: "Reviser" }, any)).status).toBe(200);
  await owner.delete(`${path}/members/${person.id}/roles/auditor`);
  expect((await person.patch(at, more, any)).status).toBe(200);
});
