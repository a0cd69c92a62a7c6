import { afterAll, beforeAll, expect, test } from "vitest";
import { endedNow } from "../../support/ended.ts";
import { aCustomer, anAdmin, theAdmin } from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { disableCustomer } from "../../support/invite.ts";
import { codeOf, requestDuring } from "../../support/race.ts";

let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

const any = { "if-match": "*" };

test("makes an administrator an admin of the customer, says so in its events, and is left again", async () => {
  const { owner, path } = await aCustomer(host);
  const helper = await anAdmin(["organization-user"], host);
  expect((await helper.get(`${path}/groups`)).status).toBe(404);
  const joined = await helper.post(`${path}/join`);
  expect([joined.status, joined.body]).toMatchObject([
    200,
    { id: helper.id, roles: [{ role: "admin", state: "active" }] },
  ]);
  expect((await helper.get(`${path}/members`)).body.items).toHaveLength(2);
  const { items } = (await owner.get(`${path}/events?subject=${helper.id}`)).body;
  expect(items).toMatchObject([
    {
      type: "customer.member.added",
      actor: { id: helper.id },
      after: { roles: [{ role: "admin" }], joined: true },
    },
  ]);
  expect((await helper.delete(`${path}/members/${helper.id}`)).status).toBe(200);
  expect((await helper.get(`${path}/groups`)).status).toBe(404);
});

test("changes nothing for who is an admin already, and adds the role to others", async () => {
  const { owner, path } = await aCustomer(host);
  const helper = await anAdmin(["organization-user"], host);
  const own = `${path}/members/${helper.id}`;
  await owner.put(`${own}/roles/employee`);
  const [joined, again] = [await helper.post(`${path}/join`), await helper.post(`${path}/join`)];
  expect(joined.body.roles).toMatchObject([{ role: "admin" }, { role: "employee" }]);
  expect(again.body).toEqual(joined.body);
  const { items } = (await owner.get(`${path}/events?subject=${helper.id}`)).body;
  expect(items.map(({ type }: { type: string }) => type)).toEqual([
    "customer.member.changed",
    "customer.member.added",
  ]);
});

test("joins for no longer than the role lasts that allows it", async () => {
  const { path } = await aCustomer(host);
  const [admin, helper] = [await theAdmin(host), await anAdmin(["ops-support"], host)];
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const role = `/v1/platform/admins/${helper.id}/roles/organization-user`;
  await admin.put(role, { expiresAt });
  const { body } = await helper.post(`${path}/join`);
  expect(body.roles).toEqual([{ role: "admin", expiresAt, state: "active" }]);
});

test("lets nobody prolong a role of theirs that has ended", async () => {
  const { owner, path } = await aCustomer(host);
  const helper = await anAdmin(["organization-user"], host);
  const role = `${path}/members/${helper.id}/roles/admin`;
  await endedNow(async (expiresAt) => (await owner.put(role, { expiresAt })).status === 200);
  expect(codeOf(await helper.post(`${path}/join`))).toEqual([403, "forbidden"]);
});

test("joins no customer that is disabled, nor by a right that was lost meanwhile", async () => {
  const [{ id, path }, other] = [await aCustomer(host), await aCustomer(host)];
  const [admin, helper] = [await theAdmin(host), await anAdmin(["organization-user"], host)];
  await disableCustomer(id, host);
  expect(codeOf(await helper.post(`${path}/join`))).toEqual([409, "customer_disabled"]);
  const answer = await requestDuring(
    host,
    () => helper.post(`${other.path}/join`),
    () => admin.delete(`/v1/platform/admins/${helper.id}`, any),
  );
  expect(codeOf(answer)).toEqual([403, "forbidden"]);
  expect((await other.owner.get(`${other.path}/members`)).body.items).toHaveLength(1);
});

test("is for those who may join, and tells others of no customer", async () => {
  const { owner, path } = await aCustomer(host);
  const support = await anAdmin(["ops-support"], host);
  expect(codeOf(await support.post(`${path}/join`))).toEqual([404, "not_found"]);
  expect(codeOf(await owner.post(`${path}/join`))).toEqual([403, "forbidden"]);
  const helper = await anAdmin(["organization-user"], host);
  expect((await helper.post("/v1/customers/no-such-one/join")).status).toBe(404);
});
