import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomerGroup } from "../../support/below.ts";
import { aCustomer, aGroup, aMember, anAdminGroup, aPerson } from "../../support/given.ts";
import { tableOf } from "../../support/table.ts";

test("whoever was put into a group that lets them see nothing can leave it", async () => {
  const customer = await aCustomer();
  const [person, stranger] = [await aPerson(), await aPerson()];
  const group = await aGroup(customer, [], [person]);
  const member = (one: { id: string }) => `${group.path}/members/${one.id}`;
  expect((await person.get(group.path)).status).toBe(404);
  expect((await stranger.delete(member(person))).status).toBe(404);
  expect((await stranger.delete(member(stranger))).status).toBe(404);
  expect((await person.delete(member(person))).status).toBe(204);
  expect((await person.get("/v1/me")).body.groups).toEqual([]);
  expect((await person.delete(member(person))).status).toBe(404);
  expect(
    (await person.delete(`/v1/customers/nowhere/groups/${group.id}/members/${person.id}`)).status,
  ).toBe(404);
});

test("whoever is in a group of the platform can leave it, and take nobody else out", async () => {
  const [person, other] = [await aPerson(), await aPerson()];
  const group = await anAdminGroup(["ops-support"], [person, other]);
  const member = (one: { id: string }) => `${group.path}/members/${one.id}`;
  expect((await person.delete(member(other))).status).toBe(403);
  expect((await person.delete(member(person))).status).toBe(204);
  expect((await person.get("/v1/platform/customers")).status).toBe(403);
});

test("whoever holds a role on a group of customers can give it up", async () => {
  const top = await aCustomer();
  const { path, child, holder } = await aCustomerGroup(top);
  const role = `${path}/members/${holder.id}/roles/employee`;
  const stranger = await aPerson();
  expect((await stranger.delete(role)).status).toBe(404);
  expect((await stranger.delete(`${path}/members/${stranger.id}/roles/employee`)).status).toBe(404);
  expect((await holder.get(child.path)).status).toBe(200);
  expect((await holder.delete(role)).status).toBe(204);
  expect((await holder.get(child.path)).status).toBe(404);
});

test("whoever's roles have ended can leave, an owner, too", async () => {
  const customer = await aCustomer();
  const { id, path, owner } = customer;
  const second = await aMember(customer, ["owner"]);
  const ended = new Date(Date.now() - 60_000).toISOString();
  const binding = keys["customer binding"]({ principal: second.id, customer: id });
  const { roles: held } = (await tableOf().get(binding)) as { roles: { owner: object } };
  const roles = { owner: { ...held.owner, expiresAt: ended } };
  await tableOf().change(binding, { roles, ends: ended });
  const places = keys.owners({ customer: id });
  const { places: before } = (await tableOf().get(places)) as { places: { holder: string }[] };
  const after = before.map((one) => (one.holder === second.id ? { ...one, until: ended } : one));
  await tableOf().change(places, { places: after });
  expect((await second.get(path)).status).toBe(404);
  expect((await second.delete(`${path}/members/${second.id}`)).status).toBe(200);
  expect((await owner.get(`${path}/members/${second.id}`)).status).toBe(404);
  expect((await second.delete(`${path}/members/${second.id}`)).status).toBe(404);
});
