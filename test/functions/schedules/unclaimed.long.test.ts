import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newAddress, nobody } from "../../support/api.ts";
import { aCustomerGroup } from "../../support/below.ts";
import { daysOf } from "../../support/days.ts";
import { aCustomer, aGroup, anInvitation, aPerson, aProject } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { requestDuring } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.end());

const { settled, pass } = daysOf(() => host);

const theAdmin = () => aPerson("admin@example.org", host);

/** Somebody whom an administrator made known, and who has not come yet. */
async function somebodyKnown() {
  const person = { email: newAddress("known"), firstName: "Grace", lastName: "Hopper" };
  const { body } = await (await theAdmin()).post("/v1/platform/users", person);
  return { ...person, id: body.id as string };
}

const bindingOf = (principal: string, customer: string) =>
  tableOf(host).get(keys["customer binding"]({ principal, customer }));

const recordOf = (user: string) => tableOf(host).get(keys.user({ user }));

async function eventsOf(customer: string, type: string) {
  const items = await tableOf(host).all();
  return items.filter((item) => item.type === type && item.customerId === customer);
}

test("a record that nobody claims within 90 days loses its roles, its projects, its groups and the platform", async () => {
  const [person, customer] = [await somebodyKnown(), await aCustomer(host)];
  const { owner, path, id } = customer;
  const project = await aProject(customer);
  await owner.put(`${path}/members/${person.id}/roles/employee`);
  await owner.put(`${project.path}/members/${person.id}/roles/user`);
  const [group, other] = [await aGroup(customer, [], [person]), await aCustomer(host)];
  await other.owner.put(`${other.path}/members/${person.id}/roles/owner`);
  await (await theAdmin()).put(`/v1/platform/admins/${person.id}/roles/ops-support`);
  await pass(89.9);
  expect(await bindingOf(person.id, id)).toMatchObject({ roles: { employee: {} } });
  await pass(0.2);
  await settled();
  expect([await bindingOf(person.id, id), await bindingOf(person.id, other.id)]).toEqual([
    undefined,
    undefined,
  ]);
  const record = await recordOf(person.id);
  expect([record?.status, record?.groups, record?.platformRoles]).toEqual([
    "invited",
    undefined,
    undefined,
  ]);
  const again = await aPerson(owner.email, host);
  const members = await again.get(`${project.path}/members`);
  expect(members.body.items.map((one: { id: string }) => one.id)).not.toContain(person.id);
  expect((await again.get(`${group.path}/members`)).body.items).toEqual([]);
  expect((await eventsOf(other.id, "customer.member.removed"))[0]).toMatchObject({
    subject: person.id,
    actor: { type: "system", id: "sweep" },
    reason: "Nobody signed in for 90 days",
  });
  const places = await tableOf(host).get(keys.owners({ customer: other.id }));
  expect(JSON.stringify(places)).not.toContain(person.id);
  const letters = (await tableOf(host).all()).filter(({ recipient }) => recipient === person.id);
  const revoked = letters.filter(({ letter }) => letter === "access-revoked");
  expect(revoked).toMatchObject([{ state: "dropped" }, { state: "dropped" }]);
  const late = await aPerson(person.email, host);
  expect([late.id, (await late.get(path)).status]).toEqual([person.id, 404]);
});

test("who accepts by link and never signs in is such a one; who signs in in time keeps everything", async () => {
  const customer = await aCustomer(host);
  const [came, stayed] = [
    await anInvitation(customer, {}, host),
    await anInvitation(customer, {}, host),
  ];
  for (const { token } of [came, stayed])
    expect((await nobody(host).post("/v1/invitations/accept", { token })).status).toBe(200);
  await pass(80);
  const person = await aPerson(came.email, host);
  await pass(11);
  await settled();
  expect((await (await aPerson(came.email, host)).get(customer.path)).status).toBe(200);
  expect((await recordOf(person.id))?.claimBy).toBeUndefined();
  expect((await (await aPerson(stayed.email, host)).get(customer.path)).status).toBe(404);
});

test("the sweep may come late and twice; what is given afterwards has 90 days of its own", async () => {
  const [person, customer] = [await somebodyKnown(), await aCustomer(host)];
  const role = `${customer.path}/members/${person.id}/roles/employee`;
  await customer.owner.put(role);
  await pass(200);
  await host.tick("Sweep");
  await settled();
  expect(await eventsOf(customer.id, "customer.member.removed")).toHaveLength(1);
  await (await aPerson(customer.owner.email, host)).put(role);
  await pass(60);
  await settled();
  expect(await bindingOf(person.id, customer.id)).toBeDefined();
  await pass(31);
  await settled();
  expect(await bindingOf(person.id, customer.id)).toBeUndefined();
  const events = (await tableOf(host).partition(keys.user({ user: person.id }).pk)).filter(
    ({ type }) => type === "user.unclaimed",
  );
  expect(events).toHaveLength(2);
});

test("roles on groups of customers go as well, those given since when their time comes, and then nobody looks again", async () => {
  const [person, customer] = [await somebodyKnown(), await aCustomer(host)];
  const group = await aCustomerGroup(customer, host);
  const roles = `${group.path}/members/${person.id}/roles`;
  const held = async () =>
    (
      await tableOf(host).get(
        keys["customer group binding"]({ principal: person.id, owner: customer.id }),
      )
    )?.roles as Record<string, object> | undefined;
  await customer.owner.put(`${roles}/employee`);
  await pass(89.9);
  expect(Object.keys((await held())?.[group.id] ?? {})).toEqual(["employee"]);
  await pass(0.2);
  const again = await aPerson(customer.owner.email, host);
  expect((await again.put(`${roles}/admin`)).status).toBe(200);
  await settled();
  expect(Object.keys((await held())?.[group.id] ?? {})).toEqual(["admin"]);
  await pass(91);
  await settled();
  expect(await held()).toBeUndefined();
  expect(await eventsOf(customer.id, "customer.customer-group.member.changed")).toContainEqual(
    expect.objectContaining({ subject: person.id, reason: "Nobody signed in for 90 days" }),
  );
  await pass(91);
  await settled();
  const log = await tableOf(host).partition(keys.user({ user: person.id }).pk);
  expect(log.filter(({ type }) => type === "user.unclaimed")).toHaveLength(2);
  const late = await aPerson(person.email, host);
  expect([late.id, (await late.get(group.child.path)).status]).toEqual([person.id, 404]);
});

test("of a first sign-in and the sweep at the same moment one happens, and the other sees it", async () => {
  const [person, customer] = [await somebodyKnown(), await aCustomer(host)];
  await customer.owner.put(`${customer.path}/members/${person.id}/roles/employee`);
  await settled();
  host.move(90 * 86_400_000 + 61_000);
  const late = () => aPerson(person.email, host).then((one) => one.get(customer.path));
  const answer = await requestDuring(host, late, () => host.tick("Sweep"));
  expect(answer.status).toBeLessThan(500);
  await settled();
  expect((await (await aPerson(person.email, host)).get(customer.path)).status).toBe(404);
  expect(await recordOf(person.id)).toMatchObject({ status: "active" });
});

test("who comes while the sweep is about to write keeps everything", async () => {
  const [person, customer] = [await somebodyKnown(), await aCustomer(host)];
  await customer.owner.put(`${customer.path}/members/${person.id}/roles/employee`);
  await settled();
  const come = Promise.withResolvers<void>();
  let isHeld = false;
  host.suffer(async ({ operation, functionId }) => {
    if (operation === "TransactWriteItems" && /^Scheduled/.test(functionId)) {
      isHeld = true;
      await come.promise;
    }
    return undefined;
  });
  host.move(90 * 86_400_000 + 61_000);
  const swept = host.tick("Sweep");
  const came = await aPerson(person.email, host);
  come.resolve();
  await swept;
  host.suffer();
  await settled();
  expect([isHeld, (await came.get(customer.path)).status]).toEqual([true, 200]);
});
