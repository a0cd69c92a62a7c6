import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomer, aMember, anAdmin, aPerson, theAdmin } from "../../support/given.ts";
import { codeOf } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

const at = (id: string) => `/v1/platform/users/${id}`;
const reason = { reason: "Has left the company" };

/** What the log says of each time that somebody was disabled or enabled. */
const turnsOf = async (id: string) =>
  (await tableOf().partition(keys.user({ user: id }).pk)).filter(({ type }) =>
    /^user\.(dis|en)abled$/.test(`${type}`),
  );

test("a disabled person may do nothing from the next request on, and is back when enabled", async () => {
  const customer = await aCustomer();
  const person = await aMember(customer, ["admin"]);
  const admin = await theAdmin();
  const disabled = await admin.post(`${at(person.id)}/disable`, reason);
  expect([disabled.status, disabled.body.status]).toEqual([200, "disabled"]);
  expect(codeOf(await person.get(customer.path))).toEqual([403, "user_disabled"]);
  expect((await admin.post(`${at(person.id)}/disable`, reason)).body.version).toBe(
    disabled.body.version,
  );
  const enabled = await admin.post(`${at(person.id)}/enable`, reason);
  expect([enabled.status, enabled.body.status]).toEqual([200, "active"]);
  expect((await person.get(customer.path)).status).toBe(200);
  expect(await turnsOf(person.id)).toMatchObject([
    { before: { status: "active" }, after: { status: "disabled" } },
    { before: { status: "disabled" }, after: { status: "active" } },
  ]);
});

test("nothing is granted to a disabled person, and the list shows the state", async () => {
  const customer = await aCustomer();
  const person = await aMember(customer, ["employee"]);
  const admin = await theAdmin();
  await admin.post(`${at(person.id)}/disable`, reason);
  const member = `${customer.path}/members/${person.id}`;
  expect(codeOf(await customer.owner.put(`${member}/roles/admin`))).toEqual([
    409,
    "user_unavailable",
  ]);
  await expect
    .poll(async () => (await customer.owner.get(member)).body.principal.status)
    .toBe("disabled");
});

test("an administrator is disabled by those alone who give platform roles", async () => {
  const operator = await anAdmin(["ops-support"]);
  const [admin, user] = [await theAdmin(), await anAdmin(["organization-user"])];
  expect(codeOf(await user.post(`${at(operator.id)}/disable`, reason))).toEqual([403, "forbidden"]);
  expect((await admin.post(`${at(operator.id)}/disable`, reason)).status).toBe(200);
  expect(codeOf(await operator.get("/v1/roles"))).toEqual([403, "user_disabled"]);
  expect((await admin.post(`${at(operator.id)}/enable`, reason)).status).toBe(200);
});

test("refuses people who do not exist, a missing reason, and who may not look", async () => {
  const admin = await theAdmin();
  expect((await admin.post(`${at("usr_01J00000000000000000000000")}/disable`, reason)).status).toBe(
    404,
  );
  expect((await admin.post(`${at(admin.id)}/disable`, {})).status).toBe(400);
  const person = await aPerson();
  expect((await person.get(at(person.id))).status).toBe(403);
  expect((await admin.get(at(person.id))).body).toMatchObject({ id: person.id, platformRoles: [] });
});
