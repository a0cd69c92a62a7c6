import { expect, test } from "vitest";
import { aCustomer, aGroup, aMember, aPerson } from "../../support/given.ts";
import { mailTo } from "../../support/inbox.ts";
import { disable } from "../../support/invite.ts";

test("somebody is put into a group, listed there, told what it gives, and taken out again", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const [person, group] = [await aPerson(), await aGroup(customer, ["admin"])];
  const at = `${group.path}/members/${person.id}`;
  const { status, body } = await owner.put(at);
  expect([status, body]).toMatchObject([
    200,
    { id: person.id, principal: { type: "user", id: person.id, email: person.email } },
  ]);
  expect((await owner.get(`${group.path}/members`)).body.items).toEqual([body]);
  expect((await owner.put(at)).body).toEqual(body);
  const mail = await mailTo(person.email);
  expect(mail.body.text).toContain("Admin");
  expect((await owner.delete(at)).status).toBe(204);
  expect((await owner.delete(at)).status).toBe(404);
  expect((await owner.get(`${group.path}/members`)).body.items).toEqual([]);
  const { items } = (await owner.get(`${path}/events?subject=${person.id}`)).body;
  expect(items.map(({ type }: { type: string }) => type)).toEqual([
    "customer.group.member.removed",
    "customer.group.member.added",
  ]);
});

test("many are put in and taken out at once, with a result for each", async () => {
  const customer = await aCustomer();
  const people = [await aPerson(), await aPerson(), await aPerson(), await aPerson()];
  const [inside, coming, gone, out] = people.map(({ id }) => id) as [
    string,
    string,
    string,
    string,
  ];
  await disable(gone);
  const group = await aGroup(customer, [], [{ id: inside }]);
  const unknown = "usr_01J00000000000000000000000";
  const { status, body } = await customer.owner.post(`${group.path}/members`, {
    add: [coming, inside, gone, unknown, coming],
    remove: [out],
  });
  expect(status).toBe(200);
  expect(body.results.map(({ detail: _, ...one }: { detail?: string }) => one)).toEqual([
    { id: coming, status: "added" },
    { id: inside, status: "unchanged" },
    { id: gone, status: "refused", code: "user_unavailable" },
    { id: unknown, status: "refused", code: "not_found" },
    { id: out, status: "unchanged" },
  ]);
  const { items } = (await customer.owner.get(`${group.path}/members`)).body;
  expect(items.map(({ id }: { id: string }) => id)).toEqual([inside, coming].sort());
});

test("everybody may leave a group, and take nobody else along", async () => {
  const customer = await aCustomer();
  const [one, other] = [await aPerson(), await aMember(customer, ["employee"])];
  const group = await aGroup(customer, ["employee"], [one, other]);
  const refused = await one.delete(`${group.path}/members/${other.id}`);
  expect([refused.status, refused.body.code]).toEqual([403, "forbidden"]);
  expect((await one.delete(`${group.path}/members/${one.id}`)).status).toBe(204);
  expect((await one.get(customer.path)).status).toBe(404);
});

test("people put in at the same time are all in, each once", async () => {
  const customer = await aCustomer();
  const group = await aGroup(customer, ["employee"]);
  const person = await aPerson();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => customer.owner.put(`${group.path}/members/${person.id}`)),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const { items } = (await customer.owner.get(`${customer.path}/events?subject=${person.id}`)).body;
  expect(items).toHaveLength(1);
});
