import { expect, test } from "vitest";
import { rolesOf } from "../../support/access-requests.ts";
import { aCustomerBelow } from "../../support/below.ts";
import { aCustomer, aGroup, aMember, aPerson, askFor, type Person } from "../../support/given.ts";
import { planFor } from "../../support/invite.ts";
import { codeOf } from "../../support/race.ts";

/** A group that holds nothing on its own customer and much on one below, and somebody who may only say who is in groups. */
async function aGroupBelow() {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const low = await aCustomerBelow(customer, owner);
  const group = await aGroup(customer);
  const { status } = await owner.put(`${low.path}/members/${group.id}/roles/admin`);
  expect(status).toBe(200);
  const permissions = ["customer.view", "customer.members.grant", "customer.groups.manage"];
  await owner.post(`${path}/roles`, { id: "keeper", name: "Keeper", permissions });
  const keeper = await aMember(customer, ["keeper"]);
  const decide = (by: Person, { body }: { body: { id: string } }, verb = "approve") =>
    by.post(`${path}/access-requests/${body.id}/${verb}`);
  const pending = async () =>
    (await owner.get(`${path}/access-requests?state=pending`)).body.items.length;
  const putIn = (by: Person, { id }: Person) => by.put(`${group.path}/members/${id}`);
  return { ...customer, low, group, keeper, decide, pending, putIn };
}

test("nobody agrees to what a group gives further down who may not give that", async () => {
  const customer = await aGroupBelow();
  const { owner, path, low, group, keeper, decide, pending, putIn } = customer;
  const second = await aMember(customer, ["admin"]);
  const person = await aPerson();
  expect(codeOf(await putIn(keeper, person))).toEqual([403, "forbidden"]);
  await askFor(customer, 2);
  const asked = await putIn(owner, person);
  const plan = { ...planFor(), roles: ["keeper"], groups: [{ group: group.id }] };
  const invited = await owner.post(`${path}/invitations`, plan);
  for (const request of [asked, invited]) {
    expect(request.status).toBe(202);
    expect(codeOf(await decide(keeper, request))).toEqual([403, "forbidden"]);
  }
  expect(await pending()).toBe(2);
  expect((await person.get(low.path)).status).toBe(404);
  for (const request of [asked, invited])
    expect((await decide(second, request)).body.state).toBe("approved");
  expect((await person.get(`${low.path}/groups`)).status).toBe(200);
});

test("such a person is not counted among those who may agree", async () => {
  const customer = await aGroupBelow();
  await askFor(customer, 2);
  const { status, headers } = await customer.putIn(customer.owner, await aPerson());
  expect([status, headers.get("usher-warning")]).toEqual([
    200,
    expect.stringContaining("only one may"),
  ]);
});

test("nobody comes into a group that holds roles at further customers below by now", async () => {
  const customer = await aGroupBelow();
  const { owner, group, decide, putIn } = customer;
  const second = await aMember(customer, ["admin"]);
  const other = await aCustomerBelow(customer, owner);
  await askFor(customer, 2);
  const person = await aPerson();
  const asked = await putIn(owner, person);
  const more = await owner.put(`${other.path}/members/${group.id}/roles/admin`);
  const given = await second.post(`${other.path}/access-requests/${more.body.id}/approve`);
  expect(given.body.state).toBe("approved");
  expect(await rolesOf({ ...other, owner }, group)).toEqual(["admin"]);
  const late = await decide(second, asked);
  expect([...codeOf(late), late.body.detail]).toEqual([
    409,
    "request_lapsed",
    expect.stringContaining(`admin@${other.id} on ${other.id}`),
  ]);
  expect((await person.get(other.path)).status).toBe(404);
});
