import { afterAll, beforeAll, expect, test } from "vitest";
import { newAddress } from "../../support/api.ts";
import { startDeployed } from "../../support/deployed.ts";
import { anAdminGroup, aPerson, type Person, theAdmin } from "../../support/given.ts";
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
