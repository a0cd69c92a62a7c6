import { afterAll, beforeAll, expect, test } from "vitest";
import { aCustomerBelow, aTopGroup } from "../../support/below.ts";
import { aCustomer, anAdminGroup, aPerson, theAdmin } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { leftAt } from "../../support/left-behind.ts";

// One role counts at every customer there is: here there are few.
let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.end());

const any = { "if-match": "*" };

/** A group of the platform with a customer in it that has another one below. */
async function aGroupOfTwo() {
  const admin = await theAdmin(host);
  const { owner, ...top } = await aCustomer(host);
  const low = await aCustomerBelow(top, owner);
  const { path } = await aTopGroup(admin, [top, await aCustomer(host)], host);
  const give = async (id: string, group = path) => {
    const { status } = await admin.put(`${group}/members/${id}/roles/admin`);
    expect(status).toBe(200);
  };
  const takeFrom = (id: string, group = path) =>
    admin.delete(`${group}/members/${id}/roles/admin`, any);
  return { admin, top, low, owner, path, give, takeFrom };
}

test("invitations and keys end with the role on a group of the platform that they rested on, at its customers and below", async () => {
  const { top, low, owner, give, takeFrom } = await aGroupOfTwo();
  const [person, stays] = [await aPerson(undefined, host), await aPerson(undefined, host)];
  for (const { id } of [person, stays]) await give(id);
  const areGone = [await leftAt(top, person, owner, host), await leftAt(low, person, owner, host)];
  await takeFrom(person.id);
  for (const isGone of areGone) await isGone();
  expect((await stays.get(low.path)).status).toBe(200);
});

test("so they do where it was a role on all customers", async () => {
  const { admin, low, owner, give, takeFrom } = await aGroupOfTwo();
  const person = await aPerson(undefined, host);
  const all = "/v1/platform/customer-groups/all";
  await give(person.id, all);
  const isGone = await leftAt(low, person, owner, host);
  await takeFrom(person.id, all);
  await isGone();
  expect((await admin.get(`${all}/members`)).body.items).toEqual([]);
});

test("and where a group of people held it: when it goes, who leaves, and with the group", async () => {
  const { admin, top, low, owner, give, takeFrom } = await aGroupOfTwo();
  const people = await Promise.all([1, 2, 3].map(() => aPerson(undefined, host)));
  const [member, leaver, last] = people as [
    (typeof people)[0],
    (typeof people)[0],
    (typeof people)[0],
  ];
  const [losing, left, deleted] = [
    await anAdminGroup([], [member], host),
    await anAdminGroup([], [leaver], host),
    await anAdminGroup([], [last], host),
  ];
  for (const { id } of [losing, left, deleted]) await give(id);
  const areGone = [];
  for (const one of people) areGone.push(await leftAt(low, one, owner, host));
  areGone.push(await leftAt(top, leaver, owner, host));
  await takeFrom(losing.id);
  await admin.delete(`${left.path}/members/${leaver.id}`);
  expect((await admin.delete(deleted.path, any)).status).toBeLessThan(300);
  for (const isGone of areGone) await isGone();
});

test("and where the group of customers is deleted", async () => {
  const { admin, low, owner, path, give } = await aGroupOfTwo();
  const person = await aPerson(undefined, host);
  await give(person.id);
  const isGone = await leftAt(low, person, owner, host);
  expect((await admin.delete(path, any)).status).toBeLessThan(300);
  await isGone();
});
