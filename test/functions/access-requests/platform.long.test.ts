import { afterAll, beforeAll, expect, test } from "vitest";
import { newAddress } from "../../support/api.ts";
import { startDeployed } from "../../support/deployed.ts";
import { aCustomer, anAdminGroup, aPerson, type Person, theAdmin } from "../../support/given.ts";
import { mailsTo, mailTo } from "../../support/inbox.ts";

/** The stack of a deployer who wants two people everywhere. */
let host: Awaited<ReturnType<typeof startDeployed>>;
beforeAll(async () => {
  host = await startDeployed({ MIN_APPROVALS: "2" });
});
afterAll(() => host.end());

const requests = "/v1/platform/access-requests";
const decide = (by: Person, id: string, verb: string, body?: object) =>
  by.post(`${requests}/${id}/${verb}`, body);

test("one who runs the platform alone decides alone, until there were two", async () => {
  const admin = await theAdmin(host);
  const [second, third] = [await aPerson(newAddress(), host), await aPerson(newAddress(), host)];
  const roleOf = (person: Person, role: string) => `/v1/platform/admins/${person.id}/roles/${role}`;
  const alone = await admin.put(roleOf(second, "organization-admin"));
  expect([alone.status, alone.headers.get("usher-warning")]).toEqual([
    ...[200, expect.stringContaining("one person decides alone")],
  ]);
  const asked = await admin.put(roleOf(third, "ops-support"));
  expect([asked.status, asked.body.kind, asked.body.approvals.length]).toEqual([
    ...[202, "platform-roles", 1],
  ]);
  const mail = await mailTo(second.email, host, { about: /asks for your approval/ });
  expect(mail.body.text).toContain("Ops Support");
  expect((await third.get(`${requests}/${asked.body.id}`)).status).toBe(200);
  expect((await decide(third, asked.body.id, "approve")).status).toBe(403);
  expect((await decide(second, asked.body.id, "approve")).body.state).toBe("approved");
  const { items } = (await admin.get("/v1/platform/admins")).body;
  expect(items.map(({ id }: { id: string }) => id)).toContain(third.id);
  const given = await mailTo(third.email, host, { about: /now have a role/ });
  expect(given.body.text).toMatch(/^admin.* gave you a role on the platform\.$/m);
  await admin.delete(`/v1/platform/admins/${second.id}`, { "if-match": "*" });
  const stuck = await admin.put(roleOf(third, "organization-user"));
  expect([stuck.status, stuck.body.warning]).toEqual([202, expect.any(String)]);
  expect((await decide(admin, stuck.body.id, "withdraw")).body.state).toBe("withdrawn");
  await mailTo(second.email, host, { about: /has ended/ });
  const subjectsTo = async ({ email }: Person) =>
    (await mailsTo(email, host)).map(({ subject }) => subject);
  expect(await subjectsTo(second)).toEqual([
    "You now have a role on the platform",
    expect.stringMatching(/asks for your approval at the platform/),
    "Your role on the platform has ended",
  ]);
  expect(await subjectsTo(third)).toEqual(["You now have a role on the platform"]);
});

test("the platform asks for two wherever a customer asks for no more", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  expect((await owner.get(path)).body.settings.minApprovals).toBe(1);
  const person = await aPerson(newAddress(), host);
  const role = `${path}/members/${person.id}/roles/admin`;
  const alone = await owner.put(role);
  expect([alone.status, alone.headers.has("usher-warning")]).toEqual([200, true]);
  const other = await aPerson(newAddress(), host);
  const asked = await owner.put(`${path}/members/${other.id}/roles/employee`);
  expect([asked.status, asked.body.needed]).toEqual([202, 2]);
});

test("the members of a group of the platform are told that nothing comes of what was asked for it", async () => {
  const [admin, member] = [await theAdmin(host), await aPerson(newAddress(), host)];
  const group = await anAdminGroup([], [member], host);
  const asked = await admin.put(`/v1/platform/admins/${group.id}/roles/ops-support`);
  expect(asked.status).toBe(202);
  expect((await decide(admin, asked.body.id, "decline", {})).body.state).toBe("declined");
  const { body } = await mailTo(member.email, host, { about: /came to nothing/ });
  for (const said of ["the platform", group.displayName, "Ops Support"])
    expect(body.text).toContain(said);
});
