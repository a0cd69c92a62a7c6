import { afterAll, beforeAll, expect, test } from "vitest";
import { audit } from "../../support/audit.ts";
import { close, leftOf, lookedLast } from "../../support/closing.ts";
import {
  aCustomer,
  aGroup,
  aKey,
  aMember,
  anApiUser,
  anInvitation,
  aPerson,
  theAdmin,
} from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { mailTo } from "../../support/inbox.ts";
import { codeOf } from "../../support/race.ts";
import { aThing, aThingGroup, someThings } from "../../support/things.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.end());

test("a closed customer leaves nothing but its record, its events and what was done", async () => {
  const customer = await aCustomer(host);
  const { owner, path, id } = customer;
  const member = await aMember(customer, ["employee"], host);
  const inGroup = await aPerson(undefined, host);
  await aGroup(customer, ["admin"], [inGroup]);
  const role = { id: "pilot", name: "Pilot", permissions: ["customer.events.view"] };
  expect((await owner.post(`${path}/roles`, role)).status).toBe(201);
  expect((await owner.put(`${path}/members/${member.id}/roles/pilot`)).status).toBe(200);
  const { token, nobody } = await anInvitation(customer, {}, host);
  const machine = await anApiUser(customer);
  const key = await aKey(machine, owner, {}, host);
  for (const kind of ["devices", "assets"] as const) {
    const { path: group } = await aThingGroup(customer, kind);
    const thing = await aThing(customer, kind);
    expect((await owner.put(`${group}/members/${thing.id}`)).status).toBeLessThan(300);
  }
  // In several shards, and in more than one transaction.
  const { id: group } = await aThingGroup(customer, "dashboards");
  const many = Array.from({ length: 400 }, (_, i) => `Dashboard ${i}`);
  await someThings(customer, "dashboards", many, { groups: [group] });
  const closing = await close(owner, customer);
  expect(closing).toMatchObject({ status: 200, body: { dryRun: false, kind: "closing" } });
  for (const one of [owner, member, inGroup, key.caller])
    expect((await one.get(path)).status).toBeGreaterThanOrEqual(401);
  expect((await nobody.post("/v1/invitations/accept", { token })).status).toBeGreaterThan(399);

  await lookedLast(host, owner, closing.body.id);
  const admin = await theAdmin(host);
  expect((await admin.get(path)).body).toMatchObject({
    ...{ id, status: "deleted", deletedBy: owner.id, deletionReason: "The contract has ended" },
    deletedAt: expect.any(String),
  });
  const { items } = (await admin.get(`${path}/events?subject=${id}`)).body;
  expect(items.slice(0, 2)).toMatchObject([
    { type: "customer.deleted", actor: { id: owner.id }, reason: "The contract has ended" },
    { type: "customer.closing", actor: { id: owner.id }, reason: "The contract has ended" },
  ]);
  for (const one of [member, inGroup])
    expect(JSON.stringify(await mailTo(one.email, host, { about: /was closed/ }))).toContain(
      "The contract has ended",
    );
  expect(await leftOf(host, id)).toEqual([]);
  const again = await owner.post("/v1/customers", { id, displayName: "Again" });
  expect(codeOf(again)).toEqual([409, "identifier_taken"]);
  expect(codeOf(await close(admin, customer))).toEqual([409, "customer_closing"]);
  await audit(host);
}, 120_000);
