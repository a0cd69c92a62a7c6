import { expect, test } from "vitest";
import {
  aCustomer,
  aGroup,
  aKey,
  aMachine,
  aMember,
  anAdmin,
  anApiUser,
  aPerson,
  aPlatformMachine,
  theAdmin,
} from "../../support/given.ts";

import { mailTo, until } from "../../support/inbox.ts";
import { disable, disableCustomer, planFor } from "../../support/invite.ts";
import { invalidKey } from "../../support/keys.ts";

const any = { "if-match": "*" };

test("a key of a disabled person is refused at once, and holds again when they are enabled", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin"]);
  const { caller } = await aKey(await anApiUser(customer), admin);
  expect((await caller.get(customer.path)).status).toBe(200);
  await disable(admin.id);
  expect(await caller.get(customer.path)).toMatchObject(invalidKey);
  const operator = await theAdmin();
  await operator.post(`/v1/platform/users/${admin.id}/enable`, { reason: "Is back" });
  expect((await caller.get(customer.path)).status).toBe(200);
});

test("a key holds through the group that lets its person manage API users, as long as that does", async () => {
  const customer = await aCustomer();
  const person = await aPerson();
  const group = await aGroup(customer, ["admin"], [person]);
  const { caller } = await aKey(await anApiUser(customer), person);
  expect((await caller.get(customer.path)).status).toBe(200);
  const other = await aGroup(customer, ["admin"], [person]);
  await customer.owner.delete(`${group.path}/members/${person.id}`);
  expect((await caller.get(customer.path)).status).toBe(200);
  await customer.owner.delete(`${customer.path}/members/${other.id}/roles/admin`);
  expect(await caller.get(customer.path)).toMatchObject(invalidKey);
});

test("nobody prolongs their own access through an API user whose key they were shown", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const admin = await aMember(customer, ["employee"]);
  const expiresAt = new Date(Date.now() + 60 * 60_000).toISOString();
  await owner.put(`${path}/members/${admin.id}/roles/admin`, { expiresAt });
  const apiUser = await anApiUser(customer, [
    "customer.view",
    "customer.things.view",
    "customer.members.view",
    "customer.members.edit",
  ]);
  const { caller } = await aKey(apiUser, admin);
  const prolong = { expiresAt: new Date(Date.now() + 2 * 60 * 60_000).toISOString() };
  const { status } = await caller.put(`${path}/members/${admin.id}/roles/admin`, prolong);
  expect(status).toBe(403);
});

test("an API user of the platform does anywhere what its permissions say", async () => {
  const customer = await aCustomer();
  const { caller } = (
    await aPlatformMachine(["platform.customers.disable", "platform.access.check"])
  ).key;
  const question = { permission: "customer.edit", customer: customer.id };
  const ask = (principal: string) =>
    caller.post("/v1/access/check", { questions: [{ ...question, principal }] });
  expect((await ask(customer.owner.id)).body.results).toEqual([{ allowed: true }]);
  expect((await ask((await aPerson()).id)).body.results).toEqual([{ allowed: false }]);
  expect((await caller.get(customer.path)).status).toBe(404);
  const turned = await caller.post(`${customer.path}/disable`, { reason: "Does not pay" });
  expect([turned.status, turned.body.status]).toEqual([200, "disabled"]);
  expect((await caller.get("/v1/platform/admins")).status).toBe(403);
});

test("a key of the platform is refused when its person may no longer manage them", async () => {
  const [operator, admin] = [await theAdmin(), await anAdmin(["organization-admin"])];
  const made = await admin.post("/v1/platform/api-users", {
    displayName: "A",
    permissions: ["platform.users.view"],
  });
  const apiUser = { path: `/v1/platform/api-users/${made.body.id}` };
  const { caller } = await aKey(apiUser, admin);
  expect((await caller.get("/v1/platform/admins")).status).toBe(200);
  await operator.delete(`/v1/platform/admins/${admin.id}`, any);
  expect(await caller.get("/v1/platform/admins")).toMatchObject(invalidKey);
  await operator.delete(apiUser.path, any);
});

test("at a disabled customer an API user reads and changes nothing, and its keys can be revoked", async () => {
  const customer = await aCustomer();
  const { key } = await aMachine(customer);
  await disableCustomer(customer.id);
  expect((await key.caller.get(customer.path)).status).toBe(200);
  const refused = await key.caller.patch(customer.path, { phone: "1" }, any);
  expect([refused.status, refused.body.code]).toEqual([409, "customer_disabled"]);
  const late = await customer.owner.post(`${key.path}/rotate`, { overlapMinutes: 0 });
  expect([late.status, late.body.code]).toEqual([409, "customer_disabled"]);
  expect((await customer.owner.delete(key.path)).status).toBe(204);
});

test("whom an API user invites is told by its name and comes in, while it may still invite", async () => {
  const customer = await aCustomer();
  const { path, owner } = customer;
  const may = ["customer.view", "customer.things.view", "customer.members.grant"];
  const machine = await aMachine(customer, may);
  const [one, two] = [planFor(), planFor()];
  const { caller } = machine.key;
  for (const plan of [one, two])
    expect((await caller.post(`${path}/invitations`, plan)).status).toBe(201);
  const owned = { ...planFor(), roles: ["owner"] };
  expect((await caller.post(`${path}/invitations`, owned)).status).toBe(403);
  expect(JSON.stringify(await mailTo(one.email))).toContain("Deployment");
  const accept = async (email: string) => {
    const person = await aPerson(email);
    const [offer] = (await person.get("/v1/me/invitations")).body.items;
    return person.post(`/v1/me/invitations/${offer.id}/accept`);
  };
  expect((await accept(one.email)).status).toBe(200);
  const narrow = { permissions: ["customer.view", "customer.members.grant"] };
  await owner.patch(machine.path, narrow, any);
  const revoked = await until(async () => {
    const { items } = (await owner.get(`${path}/invitations`)).body;
    const sent = items.find(({ email }: { email: string }) => email === two.email);
    return sent.state === "revoked" && sent;
  });
  expect(revoked.inviter).toEqual({ id: machine.id, displayName: "Deployment" });
  expect((await mailTo(owner.email)).body.text).toContain("Deployment");
});

test("an API user gives nothing to the person behind its key, neither a role nor a place in a group", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const admin = await aMember(customer, ["admin"]);
  const group = await aGroup(customer, ["employee"]);
  const permissions = [
    "customer.view",
    "customer.things.view",
    "customer.members.view",
    "customer.members.edit",
    "customer.groups.manage",
    "customer.groups.view",
  ];
  const made = await anApiUser({ path, owner: admin }, permissions);
  const { caller } = await aKey(made, admin);
  const [role, place] = [
    await caller.put(`${path}/members/${admin.id}/roles/employee`),
    await caller.put(`${group.path}/members/${admin.id}`),
  ];
  expect([role.status, place.status]).toEqual([403, 403]);
  expect((await caller.put(`${group.path}/members/${owner.id}`)).status).toBe(200);
});

test("a key holds while its person may manage API users by a role of the customer's own", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const permissions = ["customer.api-users.manage", "customer.members.view"];
  await owner.post(`${path}/roles`, { id: "automator", name: "Automator", permissions });
  const person = await aMember(customer, ["automator"]);
  const made = await anApiUser({ path, owner: person }, ["customer.view"]);
  const { caller } = await aKey(made, person);
  expect((await caller.get(path)).status).toBe(200);
  await owner.patch(
    `${path}/roles/automator`,
    { permissions: ["customer.members.view"] },
    { "if-match": "*" },
  );
  expect((await caller.get(path)).status).toBe(401);
});

test("an API user puts nothing into a role that the person behind its key holds, themselves or by a group", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const permissions = ["customer.view", "customer.edit", "customer.roles.manage"];
  for (const id of ["auditor", "reviser", "stranger"])
    await owner.post(`${path}/roles`, { id, name: id, permissions: [] });
  const admin = await aMember(customer, ["admin", "auditor"]);
  await aGroup(customer, ["reviser"], [admin]);
  const { caller } = await aKey(await anApiUser(customer, permissions), admin);
  const widen = (role: string) =>
    caller.patch(`${path}/roles/${role}`, { permissions: ["customer.edit"] }, any);
  const [own, byGroup, others] = [
    await widen("auditor"),
    await widen("reviser"),
    await widen("stranger"),
  ];
  expect([own, byGroup].map(({ status, body }) => [status, body.code])).toEqual([
    [403, "forbidden"],
    [403, "forbidden"],
  ]);
  expect(others.status).toBe(200);
  const named = await caller.patch(`${path}/roles/auditor`, { name: "Audits" }, any);
  expect(named.status).toBe(200);
});
