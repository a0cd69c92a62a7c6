import { expect, test } from "vitest";
import { newId, nobody } from "../../support/api.ts";
import { endingSoon } from "../../support/ended.ts";
import {
  aCustomer,
  aGroup,
  aKey,
  anAdmin,
  anAdminGroup,
  anApiUser,
  aPerson,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { mailTo, tokenIn, until } from "../../support/inbox.ts";
import { planFor } from "../../support/invite.ts";

const any = { "if-match": "*" };
const platform = "/v1/platform";
const anHourOn = () => new Date(Date.now() + 3_600_000).toISOString();

const maySeeUsers = async ({ get }: Person) => (await get("/v1/platform/users")).status === 200;

test("whoever is in a group of the platform may what the group may, from the next request on and no longer", async () => {
  const person = await aPerson();
  const { admin, id, path } = await anAdminGroup(["organization-user"]);
  expect(await maySeeUsers(person)).toBe(false);
  const added = await admin.put(`${path}/members/${person.id}`);
  expect([added.status, added.body.principal.email]).toEqual([200, person.email]);
  expect(await maySeeUsers(person)).toBe(true);
  expect((await admin.get(`${path}/members`)).body.items).toMatchObject([{ id: person.id }]);
  expect((await admin.delete(`${platform}/admins/${id}/roles/organization-user`)).status).toBe(204);
  expect(await maySeeUsers(person)).toBe(false);
  await admin.put(`${platform}/admins/${id}/roles/organization-user`);
  expect(await maySeeUsers(person)).toBe(true);
  expect((await admin.delete(`${path}/members/${person.id}`)).status).toBe(204);
  expect(await maySeeUsers(person)).toBe(false);
  expect((await admin.delete(`${path}/members/${person.id}`)).status).toBe(404);
});

test("a group is made, found, renamed and deleted, with all that its members had through it", async () => {
  const members = [await aPerson(), await aPerson()];
  const { admin, id, path, identifier } = await anAdminGroup(["organization-user"], members);
  const { body } = await admin.get(path);
  expect(body).toMatchObject({ id, identifier, displayName: "On call", createdBy: admin.id });
  expect(Object.keys(body)).not.toContain("customer");
  expect(Object.keys(body)).not.toContain("platformRoles");
  const again = await admin.post(`${platform}/groups`, { identifier, displayName: "Another" });
  expect([again.status, again.body.code]).toEqual([409, "identifier_taken"]);
  expect((await admin.patch(path, { displayName: "On duty" })).status).toBe(428);
  expect((await admin.patch(path, { displayName: "On duty" }, any)).body.displayName).toBe(
    "On duty",
  );
  for (const member of members) expect(await maySeeUsers(member)).toBe(true);
  const deleted = await admin.delete(path, any);
  expect(deleted.status).toBe(202);
  for (const member of members) expect(await maySeeUsers(member)).toBe(false);
  expect((await admin.get(`${platform}/admins/${id}`)).status).toBe(404);
  const isOut = async ({ get }: Person) => (await get("/v1/me")).body.groups.length === 0;
  for (const member of members) await until(() => isOut(member), "the member to be out");
  const operation = `/v1/operations/${deleted.body.id}`;
  await until(async () => (await admin.get(operation)).body.state === "done");
  expect((await (await anAdmin(["organization-admin"])).get(operation)).status).toBe(200);
  expect((await (await anAdmin(["organization-user"])).get(operation)).status).toBe(404);
  expect((await admin.post(`${platform}/groups`, { identifier, displayName: "B" })).status).toBe(
    201,
  );
});

test("a group is listed among the administrators, with roles that are set, added, ended and taken", async () => {
  const { admin, id, identifier } = await anAdminGroup();
  const at = `${platform}/admins/${id}`;
  expect((await admin.get(at)).status).toBe(404);
  const roles = [{ role: "ops-support" }, { role: "finops-manager" }];
  const set = await admin.put(`${at}/roles`, { roles }, { "if-match": '"0"' });
  expect([set.status, set.body.principal.type]).toEqual([200, "group"]);
  const expiresAt = anHourOn();
  const ended = await admin.put(`${at}/roles/compliance-manager`, { expiresAt });
  expect(ended.body.roles).toContainEqual({
    role: "compliance-manager",
    state: "active",
    expiresAt,
  });
  const listed: { id: string; principal: object }[] = [];
  for (let next = ""; ; ) {
    const { items, nextCursor } = (await admin.get(`${platform}/admins?limit=100${next}`)).body;
    listed.push(...items);
    if (!nextCursor) break;
    next = `&cursor=${nextCursor}`;
  }
  const shown = { type: "group", id, identifier, displayName: "On call" };
  expect(listed.find((one) => one.id === id)?.principal).toEqual(shown);
  expect((await admin.put(`${at}/roles`, { roles }, { "if-match": '"1"' })).status).toBe(412);
  expect((await admin.delete(at, any)).status).toBe(204);
  expect((await admin.get(at)).status).toBe(404);
});

test("a role of a group ends for its members at its instant", async () => {
  const person = await aPerson();
  const { admin, id } = await anAdminGroup([], [person]);
  const end = await endingSoon(async (expiresAt) => {
    await admin.put(`${platform}/admins/${id}/roles/organization-user`, { expiresAt });
    return maySeeUsers(person);
  });
  await until(async () => !(await maySeeUsers(person)), "the end");
  expect(new Date().toISOString() >= end).toBe(true);
});

test("checks, explanations and one's own access name the group", async () => {
  const person = await aPerson();
  const { admin, id } = await anAdminGroup(["ops-support"], [person]);
  const permission = "platform.quotas.manage";
  const asked = (principal: string) => ({ permission, principal });
  const questions = [asked(person.id), asked(id), { permission, principal: (await aPerson()).id }];
  const { results } = (await admin.post("/v1/access/check", { questions })).body;
  expect(results).toEqual([{ allowed: true }, { allowed: true }, { allowed: false }]);
  const why = (await person.post("/v1/access/explain", { permission })).body;
  expect(why.ways).toMatchObject([{ level: "platform", role: "ops-support", through: id }]);
  const { items } = (await person.get("/v1/me/access")).body;
  expect(items).toMatchObject([
    { level: "platform", roles: [{ role: "ops-support", through: id, state: "active" }] },
  ]);
  expect((await person.get("/v1/me")).body.groups).toEqual([{ id }]);
});

test("many people are put in and taken out at once, each with a result", async () => {
  const [first, second, gone] = [await aPerson(), await aPerson(), await aPerson()];
  const { admin, path } = await anAdminGroup(["organization-user"], [gone]);
  await admin.post(`${platform}/users/${second.id}/disable`, { reason: "A" });
  const unknown = "usr_01J00000000000000000000000";
  const add = [first.id, second.id, unknown];
  const { body } = await admin.post(`${path}/members`, { add, remove: [gone.id] });
  expect(body.results).toMatchObject([
    { id: first.id, status: "added" },
    { id: second.id, status: "refused", code: "user_unavailable" },
    { id: unknown, status: "refused", code: "not_found" },
    { id: gone.id, status: "removed" },
  ]);
  expect([await maySeeUsers(first), await maySeeUsers(gone)]).toEqual([true, false]);
});

test("with roles through a group one gives platform roles, customers and keys, as with one's own", async () => {
  const person = await aPerson();
  const { admin, id } = await anAdminGroup(["organization-admin"], [person]);
  const other = await aPerson();
  const given = await person.put(`${platform}/admins/${other.id}/roles/ops-support`);
  expect([given.status, given.body.code]).toEqual([200, undefined]);
  const made = await person.post(`${platform}/customers`, { id: newId(), displayName: "A" });
  expect(made.status).toBe(201);
  const machine = await anApiUser({ path: platform, owner: person }, ["platform.users.view"]);
  const { caller } = await aKey(machine, person);
  expect((await caller.get("/v1/platform/users")).status).toBe(200);
  await admin.delete(`${platform}/admins/${id}/roles/organization-admin`);
  expect((await caller.get("/v1/platform/users")).status).toBe(401);
  expect((await person.put(`${platform}/admins/${other.id}/roles/ops-support`)).status).toBe(403);
  await admin.delete(machine.path, any);
});

test("first people of a customer come in while its maker has the right through a group", async () => {
  const person = await aPerson();
  const group = await anAdminGroup(["organization-admin"], [person]);
  const plans = [planFor(), planFor()];
  const body = { id: newId(), displayName: "A", people: plans };
  expect((await person.post(`${platform}/customers`, body)).status).toBe(201);
  const accept = async ({ email }: { email: string }) =>
    nobody().post("/v1/invitations/accept", { token: tokenIn(await mailTo(email)) });
  expect((await accept(plans[0] as { email: string })).status).toBe(200);
  await group.admin.delete(`${group.path}/members/${person.id}`);
  const late = await accept(plans[1] as { email: string });
  expect([late.status, late.body.code]).toEqual([409, "invitation_blocked"]);
});

test("whoever is in a group of the platform is disabled, edited and deleted by those alone who appoint", async () => {
  const person = await aPerson();
  const group = await anAdminGroup(["compliance-manager"], [person]);
  const helper = await anAdmin(["organization-user"]);
  const at = `${platform}/users/${person.id}`;
  const refused = await helper.delete(at, any);
  expect([refused.status, refused.body.detail]).toEqual([
    403,
    expect.stringContaining("platform.admins.manage"),
  ]);
  await group.admin.delete(`${group.path}/members/${person.id}`);
  expect((await helper.delete(at, any)).status).toBe(202);
});

test("a disabled member has nothing through the group until they are enabled, a deleted one is out", async () => {
  const person = await aPerson();
  const { admin, path } = await anAdminGroup(["organization-user"], [person]);
  const at = `${platform}/users/${person.id}`;
  await admin.post(`${at}/disable`, { reason: "A" });
  expect((await person.get("/v1/platform/users")).body.code).toBe("user_disabled");
  await admin.post(`${at}/enable`, { reason: "A" });
  expect(await maySeeUsers(person)).toBe(true);
  expect((await admin.delete(at, any)).status).toBe(202);
  await until(async () => (await admin.get(`${path}/members`)).body.items.length === 0, "it");
  expect((await admin.get(path)).status).toBe(200);
});

test("nobody prolongs their own access through a group of the platform", async () => {
  const expiresAt = anHourOn();
  const person = await aPerson();
  const { admin, id, path } = await anAdminGroup();
  await admin.put(`${platform}/admins/${person.id}/roles/organization-admin`, { expiresAt });
  await admin.put(`${platform}/admins/${id}/roles/ops-support`);
  const joined = await person.put(`${path}/members/${person.id}`);
  expect([joined.status, joined.body.code]).toEqual([403, "forbidden"]);
  await admin.put(`${path}/members/${person.id}`);
  const lasting = await person.put(`${platform}/admins/${id}/roles/organization-admin`);
  expect([lasting.status, lasting.body.code]).toEqual([403, "forbidden"]);
  const short = await person.put(`${platform}/admins/${id}/roles/organization-admin`, {
    expiresAt,
  });
  expect(short.status).toBe(200);
});

test("a group of a customer holds nothing on the platform, and one of the platform nothing on a customer", async () => {
  const customer = await aCustomer();
  const [here, there] = [await aGroup(customer), await anAdminGroup()];
  const admin = await theAdmin();
  expect((await admin.put(`${platform}/admins/${here.id}/roles/ops-support`)).status).toBe(404);
  expect((await admin.get(`${platform}/groups/${here.id}`)).status).toBe(404);
  expect((await admin.delete(`${platform}/groups/${here.id}`, any)).status).toBe(404);
  expect((await admin.put(`${platform}/groups/${here.id}/members/${admin.id}`)).status).toBe(404);
  const { owner, path } = customer;
  expect((await owner.put(`${path}/members/${there.id}/roles/employee`)).status).toBe(404);
  expect((await owner.get(`${path}/groups/${there.id}`)).status).toBe(404);
  expect((await owner.put(`${path}/groups/${there.id}/members/${owner.id}`)).status).toBe(404);
});

test("what happens in a group stands in the log of its members", async () => {
  const person = await aPerson();
  const { admin, id, path } = await anAdminGroup([], [person]);
  await admin.delete(`${path}/members/${person.id}`);
  const types: string[] = [];
  for (let next = ""; ; ) {
    const { items, nextCursor } = (
      await admin.get(`${platform}/users/${person.id}/export?limit=100${next}`)
    ).body;
    for (const { event } of items) if (event?.subject === person.id) types.push(event.type);
    if (!nextCursor) break;
    next = `&cursor=${nextCursor}`;
  }
  expect(types).toEqual(
    expect.arrayContaining(["platform.group.member.added", "platform.group.member.removed"]),
  );
  expect(id).toMatch(/^grp_/);
});
