import { afterAll, beforeAll, expect, test } from "vitest";
import { newAddress } from "../../support/api.ts";
import { startDeployed } from "../../support/deployed.ts";
import {
  aCustomer,
  aKey,
  aMember,
  anAdminGroup,
  aPerson,
  aProject,
  aProjectRole,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { mailTo, until } from "../../support/inbox.ts";

// How many must agree on the platform is a setting of the deployment.
let host: Awaited<ReturnType<typeof startDeployed>>;
let admin: Person;
beforeAll(async () => {
  host = await startDeployed({ MIN_APPROVALS: "2" });
  admin = await theAdmin(host);
  await anotherAdmin();
});
afterAll(() => host.end());

const person = (name?: string) => aPerson(newAddress(name), host);
const roleOf = ({ id }: { id: string }, role = "ops-support") =>
  `/v1/platform/admins/${id}/roles/${role}`;

/** Gives somebody, or a group, the right to ask: with the word of all who may agree. */
async function makeAdmin(one: { id: string }, others: readonly Person[] = []) {
  const asked = await admin.put(roleOf(one, "organization-admin"));
  for (const other of others)
    await other.post(`/v1/platform/access-requests/${asked.body.id}/approve`);
}

const helpers: Person[] = [];
async function anotherAdmin() {
  const helper = await person("helper");
  await makeAdmin(helper);
  helpers.push(helper);
}

/** What somebody asks for on the platform, for somebody else. */
async function asksFor(by: Person, principal: { id: string }) {
  const asked = await by.put(roleOf(principal));
  expect(asked.status).toBe(202);
  return asked.body.id as string;
}

const read = async (request: string) =>
  (await admin.get(`/v1/platform/access-requests/${request}`)).body;

const lapsed = (request: string) =>
  until(async () => {
    const found = await read(request);
    return found.state === "lapsed" && found;
  }, "the lapse");

async function asker() {
  const one = await person("asker");
  await makeAdmin(one, helpers);
  expect((await admin.get(`/v1/platform/admins/${one.id}`)).status).toBe(200);
  return one;
}

test("what was asked for on the platform lapses with the right of whoever asked, who is told", async () => {
  const [by, about] = [await asker(), await person()];
  const [theirs, other] = [await asksFor(by, about), await asksFor(admin, await person())];
  const taken = await admin.delete(roleOf(by, "organization-admin"));
  expect(taken.status).toBe(204);
  expect(await lapsed(theirs)).toMatchObject({ reason: "Whoever asked may no longer ask for it" });
  const mail = await mailTo(by.email, host, { about: /request/i });
  expect(mail.body.text).toContain("Whoever asked may no longer ask for it");
  expect((await read(other)).state).toBe("pending");
  expect((await admin.put(roleOf(about))).status, "it may be asked for anew").toBe(202);
});

test("with the deletion of whoever asked, or whom it is about", async () => {
  const [by, about] = [await asker(), await person()];
  const [theirs, ofThem] = [await asksFor(by, await person()), await asksFor(admin, about)];
  for (const { id } of [by, about])
    expect((await admin.delete(`/v1/platform/users/${id}`)).status).toBe(202);
  await lapsed(theirs);
  expect(await lapsed(ofThem)).toMatchObject({ reason: "Whoever it is about is gone" });
});

test("with the group that gave the right, or that it is about", async () => {
  const by = await person("grouped");
  const group = await anAdminGroup([], [by], host);
  await makeAdmin(group, helpers);
  const theirs = await asksFor(by, await person());
  const ofGroup = await asksFor(admin, await anAdminGroup([], [], host));
  const about = (await read(ofGroup)).principal as string;
  const ends = [
    await admin.delete(roleOf(group, "organization-admin")),
    await admin.delete(`/v1/platform/groups/${about}`, { "if-match": "*" }),
  ];
  expect(ends.map(({ status }) => status)).toEqual([204, 202]);
  await lapsed(theirs);
  expect(await lapsed(ofGroup)).toMatchObject({ reason: "Whoever it is about is gone" });
});

test("with the key of the API user of the platform that asked, and with what its set gave it", async () => {
  const other = await asker();
  const customer = await aCustomer(host);
  const project = await aProject(customer);
  const role = await aProjectRole({}, host);
  const member = await aMember(customer, ["employee"], host);
  expect(
    (await customer.owner.put(`${project.path}/members/${member.id}/roles/${role.id}`)).status,
  ).toBe(200);
  const body = {
    displayName: "Keeper of roles",
    permissions: ["platform.project-roles.manage", "platform.users.view"],
  };
  const asked = await admin.post("/v1/platform/api-users", body);
  expect(asked.status).toBe(202);
  for (const one of [helpers[0] as Person, other])
    await one.post(`/v1/platform/access-requests/${asked.body.id}/approve`);
  const { items } = (await admin.get("/v1/platform/api-users")).body;
  const machine = { path: `/v1/platform/api-users/${items[0].id}` };
  const widen = async (rank: number) => {
    const key = await aKey(machine, admin, {}, host);
    const { status, body } = await key.caller.patch(role.path, { rank }, { "if-match": "*" });
    expect(status).toBe(202);
    return { key, request: body.id as string };
  };
  const first = await widen(5);
  expect((await admin.delete(first.key.path)).status).toBe(204);
  expect(await lapsed(first.request)).toMatchObject({ reason: "The key that asked was revoked" });
  const second = await widen(6);
  const less = { permissions: ["platform.users.view"] };
  expect((await admin.patch(machine.path, less, { "if-match": "*" })).status).toBe(200);
  expect(await lapsed(second.request)).toMatchObject({
    reason: "Whoever asked may no longer ask for it",
  });
});
