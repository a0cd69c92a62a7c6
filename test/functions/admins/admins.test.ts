import { expect, test } from "vitest";
import { nobody } from "../../support/api.ts";
import { endedNow } from "../../support/ended.ts";
import { anAdmin, aPerson, theAdmin } from "../../support/given.ts";

const admins = "/v1/platform/admins";
const any = { "if-match": "*" };
const soon = new Date(Date.now() + 86_400_000).toISOString();

test("the person whom the deployment names runs the platform, and sees it", async () => {
  const admin = await theAdmin();
  expect((await admin.get("/v1/me")).body.platformRoles).toEqual([
    { role: "organization-admin", state: "active" },
  ]);
  const { status, body } = await admin.get(`${admins}/${admin.id}`);
  expect([status, body.principal.email]).toEqual([200, "admin@example.org"]);
});

test("gives several roles one by one, with ends, and takes them again", async () => {
  const [admin, person] = [await theAdmin(), await aPerson()];
  const at = `${admins}/${person.id}`;
  expect((await admin.get(at)).status).toBe(404);
  const given = await admin.put(`${at}/roles/ops-support`, { expiresAt: soon });
  expect([given.status, given.body.roles]).toEqual([
    200,
    [{ role: "ops-support", state: "active", expiresAt: soon }],
  ]);
  await admin.put(`${at}/roles/compliance-manager`);
  expect((await person.get("/v1/me")).body.platformRoles).toHaveLength(2);
  expect((await admin.delete(`${at}/roles/ops-support`)).status).toBe(204);
  expect((await admin.get(at)).body.roles).toMatchObject([{ role: "compliance-manager" }]);
  expect((await admin.delete(at, any)).status).toBe(204);
  expect((await admin.get(at)).status).toBe(404);
  expect((await person.get("/v1/me")).body.platformRoles).toEqual([]);
});

test("replaces a whole set on the version that was read", async () => {
  const [admin, person] = [await theAdmin(), await anAdmin(["ops-support"])];
  const at = `${admins}/${person.id}`;
  const { headers } = await admin.get(at);
  const set = { roles: [{ role: "finops-manager" }] };
  expect((await admin.put(`${at}/roles`, set)).status).toBe(428);
  expect((await admin.put(`${at}/roles`, set, { "if-match": '"0"' })).status).toBe(412);
  const etag = headers.get("etag") ?? "";
  const changed = await admin.put(`${at}/roles`, set, { "if-match": etag });
  expect([changed.status, changed.body.roles]).toEqual([
    200,
    [{ role: "finops-manager", state: "active" }],
  ]);
  expect((await admin.put(`${at}/roles`, set, { "if-match": etag })).status).toBe(412);
});

test.each(["organization-user", "onboarding-support"])("gives %s no say in roles", async (role) => {
  const [operator, person] = [await anAdmin([role]), await aPerson()];
  const refused = await operator.put(`${admins}/${person.id}/roles/ops-support`);
  expect([refused.status, refused.body.code]).toEqual([403, "forbidden"]);
  const admin = await theAdmin();
  expect((await operator.delete(`${admins}/${admin.id}`, any)).status).toBe(403);
  expect((await operator.get(admins)).status).toBe(role === "organization-user" ? 200 : 403);
});

test("lets everybody give up what they hold", async () => {
  const operator = await anAdmin(["ops-support", "finops-manager"]);
  const at = `${admins}/${operator.id}`;
  expect((await operator.delete(`${at}/roles/ops-support`)).status).toBe(204);
  expect((await operator.delete(at)).status).toBe(204);
  expect((await operator.delete(at)).status).toBe(404);
});

test("a role that has ended gives nothing", async () => {
  const [admin, person] = [await theAdmin(), await aPerson()];
  const role = `${admins}/${person.id}/roles/organization-admin`;
  const seen = async () => (await person.get(admins)).status;
  await endedNow(async (expiresAt) => {
    await admin.put(role, { expiresAt });
    return (await seen()) === 200;
  });
  expect(await seen()).toBe(403);
});

test("nobody gives themselves a role that outlasts the one that allows it", async () => {
  const [admin, person] = [await theAdmin(), await aPerson()];
  const own = `${admins}/${person.id}/roles`;
  await admin.put(`${own}/organization-admin`, { expiresAt: soon });
  for (const role of ["organization-admin", "organization-user"])
    expect((await person.put(`${own}/${role}`)).status).toBe(403);
  expect((await person.put(`${own}/organization-user`, { expiresAt: soon })).status).toBe(200);
});

test.each([
  ["a customer role", "owner", {}, 400],
  ["a role that does not exist", "emperor", {}, 400],
  ["an end that has come", "ops-support", { expiresAt: "2020-01-01T00:00:00Z" }, 400],
  ["an unknown field", "ops-support", { until: soon }, 400],
])("refuses %s", async (_, role, body, status) => {
  const [admin, person] = [await theAdmin(), await aPerson()];
  expect((await admin.put(`${admins}/${person.id}/roles/${role}`, body)).status).toBe(status);
  expect((await admin.get(`${admins}/${person.id}`)).status).toBe(404);
});

test("refuses what nobody or a stranger asks, and people who do not exist", async () => {
  const admin = await theAdmin();
  expect((await nobody().get(admins)).status).toBe(401);
  expect((await (await aPerson()).get(admins)).status).toBe(403);
  const unknown = `${admins}/usr_01J00000000000000000000000`;
  expect((await admin.put(`${unknown}/roles/ops-support`)).status).toBe(404);
  expect((await admin.delete(unknown, any)).status).toBe(404);
});
