import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { signIn } from "../../support/api.ts";
import { audit } from "../../support/audit.ts";
import { anAdmin, anAdminGroup, aPerson, theAdmin } from "../../support/given.ts";
import { codeOf } from "../../support/race.ts";
import { startRacing, tally } from "../../support/racing.ts";

const admins = "/v1/platform/admins";
const any = { "if-match": "*" };
let host: Awaited<ReturnType<typeof startRacing>>;
beforeAll(async () => {
  host = await startRacing();
});
afterEach(() => audit(host));
afterAll(() => host.end());

test("appoints the first administrator once, however many of their requests come first", async () => {
  const named = await signIn("admin@example.org", host);
  const answers = await Promise.all(Array.from({ length: 8 }, () => named.get("/v1/me")));
  for (const { status, body } of answers)
    expect([status, body.platformRoles]).toMatchObject([200, [{ role: "organization-admin" }]]);
  const { items } = (await named.get(admins)).body;
  expect(items.map(({ id }: { id: string }) => id)).toEqual([answers[0]?.body.id]);
});

test("keeps the last one who can run the platform for ever", async () => {
  const admin = await theAdmin(host);
  const own = `${admins}/${admin.id}`;
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const ending = await aPerson(undefined, host);
  await admin.put(`${admins}/${ending.id}/roles/organization-admin`, { expiresAt });
  for (const refused of [
    await admin.delete(own),
    await admin.delete(`${own}/roles/organization-admin`),
    await admin.put(`${own}/roles`, { roles: [{ role: "ops-support" }] }, any),
    await admin.put(`${own}/roles/organization-admin`, { expiresAt }),
    await ending.delete(own, any),
    await ending.post(`/v1/platform/users/${admin.id}/disable`, { reason: "A coup" }),
  ])
    expect(codeOf(refused)).toEqual([409, "last_admin"]);
  expect((await admin.get(own)).body.roles).toEqual([
    { role: "organization-admin", state: "active" },
  ]);
});

test("does not count whoever is disabled, whose role can be taken", async () => {
  const admin = await theAdmin(host);
  const other = await anAdmin(["organization-admin"], host);
  await admin.post(`/v1/platform/users/${other.id}/disable`, { reason: "Left" });
  expect(codeOf(await admin.delete(`${admins}/${admin.id}`, any))).toEqual([409, "last_admin"]);
  const role = `${admins}/${other.id}/roles/organization-admin`;
  expect((await admin.delete(role)).status).toBe(204);
  await admin.post(`/v1/platform/users/${other.id}/enable`, { reason: "Is back" });
  expect(codeOf(await admin.delete(`${admins}/${admin.id}`, any))).toEqual([409, "last_admin"]);
});

test("counts nobody who runs the platform through a group", async () => {
  const [admin, other] = [await theAdmin(host), await aPerson(undefined, host)];
  const group = await anAdminGroup(["organization-admin"], [other], host);
  const own = `${admins}/${admin.id}`;
  for (const refused of [await admin.delete(own), await other.delete(own, any)])
    expect(codeOf(refused)).toEqual([409, "last_admin"]);
  expect((await admin.delete(`${admins}/${group.id}`, any)).status).toBe(204);
});

test("leaves one of two who remove each other at once", async () => {
  const admin = await theAdmin(host);
  for (let round = 0; round < 5; round++) {
    const other = await anAdmin(["organization-admin"], host);
    const answers = await Promise.all([
      admin.delete(`${admins}/${other.id}`, any),
      other.delete(`${admins}/${other.id}`),
      other.delete(`${admins}/${admin.id}`, any),
    ]);
    const seen = await Promise.all([admin.get(admins), other.get(admins)]);
    const said = JSON.stringify([tally(answers), tally(seen)]);
    const left = seen[0].status === 200 ? admin : other;
    const { items = [] } = seen.find(({ status }) => status === 200)?.body ?? {};
    const lasting = items.filter(({ roles }: { roles: { role: string; expiresAt?: string }[] }) =>
      roles.some(({ role, expiresAt }) => role === "organization-admin" && !expiresAt),
    );
    expect(lasting.length, said).toBeGreaterThanOrEqual(1);
    if (left === other) {
      await other.put(`${admins}/${admin.id}/roles/organization-admin`);
      expect((await admin.delete(`${admins}/${other.id}`, any)).status).toBe(204);
    }
  }
});
