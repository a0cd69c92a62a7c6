import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { rolesOf } from "../../support/access-requests.ts";
import { endedNow } from "../../support/ended.ts";
import { aCustomer, anAdmin, type Person, theAdmin } from "../../support/given.ts";
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

/** Has somebody join, and something happen once the request knows that they may, before it reads again what they hold. */
async function joinsDuring(
  { id, path }: Awaited<ReturnType<typeof aCustomer>>,
  helper: Person,
  act: () => Promise<unknown>,
) {
  const { pk, sk } = keys["customer binding"]({ principal: helper.id, customer: id });
  let [first, reads] = ["", 0];
  const acted = new Promise((done, failed) => {
    host.suffer(async ({ operation, trace, input }) => {
      const text = JSON.stringify(input);
      const isRead =
        operation === "BatchGetItem" && [pk, sk].every((one) => text.includes(`"${one}"`));
      first ||= isRead ? trace : "";
      if (!isRead || trace !== first) return undefined;
      reads += 1;
      if (reads < 2) return undefined;
      host.suffer();
      await act().then(done, failed);
      return undefined;
    });
  });
  const answer = await helper.post(`${path}/join`);
  await acted;
  return answer;
}

test("leaves alone what others give or take while somebody joins", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const [heir, former] = [
    await anAdmin(["organization-user"], host),
    await anAdmin(["organization-user"], host),
  ];
  const appoint = () => owner.put(`${path}/members/${heir.id}/roles/owner`);
  expect((await joinsDuring(customer, heir, appoint)).status).toBe(200);
  expect(await rolesOf(customer, heir)).toEqual(["admin", "owner"]);
  await owner.put(`${path}/members/${former.id}/roles/employee`);
  const remove = () => owner.delete(`${path}/members/${former.id}`, any);
  expect((await joinsDuring(customer, former, remove)).status).toBe(200);
  expect(await rolesOf(customer, former)).toEqual(["admin"]);
});

test("is for those who may join, and tells others of no customer", async () => {
  const { owner, path } = await aCustomer(host);
  const support = await anAdmin(["ops-support"], host);
  expect(codeOf(await support.post(`${path}/join`))).toEqual([404, "not_found"]);
  expect(codeOf(await owner.post(`${path}/join`))).toEqual([403, "forbidden"]);
  const helper = await anAdmin(["organization-user"], host);
  expect((await helper.post("/v1/customers/no-such-one/join")).status).toBe(404);
});
