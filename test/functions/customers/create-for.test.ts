import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newAddress, newId, nobody } from "../../support/api.ts";
import {
  aCustomer,
  anAdmin,
  anAdminGroup,
  aPerson,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { mailTo, tokenIn, until } from "../../support/inbox.ts";
import { planFor } from "../../support/invite.ts";
import { codeOf } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

const customers = "/v1/platform/customers";
const any = { "if-match": "*" };
const accept = async (email: string) =>
  nobody().post("/v1/invitations/accept", { token: tokenIn(await mailTo(email)) });

/** A customer that an administrator created for these people. */
async function aCustomerFor(admin: Person, people: ReturnType<typeof planFor>[]) {
  const id = newId();
  const answer = await admin.post(customers, { id, displayName: `Customer ${id}`, people });
  expect([answer.status, answer.body.code]).toEqual([201, undefined]);
  return { id, path: `/v1/customers/${id}`, body: answer.body };
}

test("creates a customer for others, who become what they were invited as", async () => {
  const admin = await theAdmin();
  const [owner, manager] = [newAddress("owner"), newAddress("manager")];
  const { id, path, body } = await aCustomerFor(admin, [
    planFor(owner, { roles: ["owner"] }),
    planFor(manager, { roles: ["manager", "employee"] }),
  ]);
  expect(body).toMatchObject({ id, status: "active", contacts: [] });
  expect((await admin.get(path)).body).toEqual(body);
  expect((await admin.get(`${path}/members`)).body.items).toEqual([]);
  expect(await accept(owner)).toMatchObject({ status: 200, body: { roles: ["owner"] } });
  expect((await accept(manager)).body.roles.sort()).toEqual(["admin", "employee"]);
  const person = await aPerson(owner);
  expect((await person.get(path)).body.contacts).toMatchObject([{ id: person.id }]);
  const { items } = (await person.get(`${path}/events?actor=${admin.id}`)).body;
  const types = items.map(({ type }: { type: string }) => type);
  expect(types.sort(), "all of one instant").toEqual([
    "customer.created",
    "customer.invitation.created",
    "customer.invitation.created",
  ]);
  const places = await tableOf().get(keys.owners({ customer: id }));
  expect(places?.places).toMatchObject([{ holder: person.id, by: admin.id }]);
});

test("leaves a customer without an owner until an admin appoints one", async () => {
  const [admin, email] = [await theAdmin(), newAddress("admin")];
  const { path } = await aCustomerFor(admin, [planFor(email, { roles: ["admin"] })]);
  await accept(email);
  const [first, heir] = [await aPerson(email), await aPerson()];
  expect((await first.put(`${path}/members/${heir.id}/roles/owner`)).status).toBe(200);
  expect((await aCustomerFor(admin, [])).body.contacts).toEqual([]);
});

test("what the first people were offered ends with the right to create customers", async () => {
  const [admin, creator] = [await theAdmin(), await anAdmin(["organization-admin"])];
  const email = newAddress("first");
  const { id } = await aCustomerFor(creator, [planFor(email, { roles: ["owner"] })]);
  await mailTo(email);
  await admin.delete(`/v1/platform/admins/${creator.id}`, any);
  expect(codeOf(await accept(email))[0]).toBe(409);
  const isFree = async () => (await tableOf().get(keys.owners({ customer: id })))?.places;
  await expect.poll(isFree).toEqual([]);
  expect(codeOf(await accept(email))).toEqual([409, "invitation_ended"]);
});

test.each([
  {
    what: "the account of whoever offered it",
    lose: (admin: Person, creator: Person) => admin.delete(`/v1/platform/users/${creator.id}`, any),
  },
  {
    what: "the group that gave them the right",
    lose: (admin: Person, _: Person, group: { path: string }) => admin.delete(group.path, any),
  },
])("and with $what", async ({ lose }) => {
  const [admin, creator, email] = [await theAdmin(), await aPerson(), newAddress("first")];
  const group = await anAdminGroup(["organization-admin"], [creator]);
  const { id } = await aCustomerFor(creator, [planFor(email, { roles: ["owner"] })]);
  await mailTo(email);
  expect((await lose(admin, creator, group)).status).toBe(202);
  const isFree = async () => (await tableOf().get(keys.owners({ customer: id })))?.places;
  await expect.poll(isFree).toEqual([]);
  expect(codeOf(await accept(email))).toEqual([409, "invitation_ended"]);
});

test("the offer stands when whoever made it joins the customer and leaves it again", async () => {
  const [creator, email] = [await anAdmin(["organization-admin"]), newAddress("first")];
  const { path } = await aCustomerFor(creator, [planFor(email)]);
  await creator.post(`${path}/join`);
  const { operation } = (await creator.delete(`${path}/members/${creator.id}`)).body;
  await until(
    async () => (await creator.get(`/v1/operations/${operation}`)).body.state === "done",
    "the cascade",
  );
  expect((await accept(email)).status).toBe(200);
});

test("an invitation that a member sends again rests on that member", async () => {
  const creator = await anAdmin(["organization-admin"]);
  const [first, later] = [newAddress("first"), newAddress("later")];
  const { id, path } = await aCustomerFor(creator, [
    planFor(first, { roles: ["admin"] }),
    planFor(later),
  ]);
  await accept(first);
  const member = await aPerson(first);
  const { items } = (await member.get(`${path}/invitations`)).body;
  const invitation = items.find(({ email }: { email: string }) => email === later).id;
  const sentAt = new Date(Date.now() - 300_000).toISOString();
  await tableOf().change(keys.invitation({ customer: id, invitation }), { sentAt });
  await mailTo(later);
  expect((await member.post(`${path}/invitations/${invitation}/resend`)).status).toBe(200);
  await (await theAdmin()).delete(`/v1/platform/admins/${creator.id}`, any);
  const token = tokenIn(await mailTo(later, undefined, { count: 2 }));
  expect((await nobody().post("/v1/invitations/accept", { token })).status).toBe(200);
});

test("refuses a third owner, an address twice, what is unknown and what is taken", async () => {
  const [admin, id] = [await theAdmin(), newId()];
  const create = (people: unknown[], more = {}) =>
    admin.post(customers, { id, displayName: "A", people, ...more });
  const owners = ["a", "b", "c"].map((name) => planFor(newAddress(name), { roles: ["owner"] }));
  expect(codeOf(await create(owners))).toEqual([409, "owner_limit"]);
  const twice = [planFor("twice@example.org"), planFor("Twice@example.org")];
  expect(codeOf(await create(twice))).toEqual([400, "invalid"]);
  expect(codeOf(await create([{ ...planFor(), projects: [] }]))).toEqual([400, "invalid"]);
  expect(codeOf(await create(Array.from({ length: 11 }, () => planFor())))).toEqual([
    400,
    "invalid",
  ]);
  const unknown = await create([planFor(), planFor(newAddress(), { roles: ["employee", "ownr"] })]);
  expect(codeOf(unknown)).toEqual([400, "invalid"]);
  expect(unknown.body.errors).toMatchObject([{ pointer: "/people/1/roles/1" }]);
  const taken = (await aCustomer()).id;
  expect(codeOf(await create([], { id: taken }))).toEqual([409, "identifier_taken"]);
  expect((await admin.get(`/v1/customers/${id}`)).status).toBe(404);
});

test("answers a repeated request with the customer it made", async () => {
  const admin = await theAdmin();
  const body = { id: newId(), displayName: "A", people: [planFor()] };
  const key = { "idempotency-key": newId("key") };
  const [first, again] = [
    await admin.post(customers, body, key),
    await admin.post(customers, body, key),
  ];
  expect([again.status, again.body]).toEqual([201, first.body]);
});

test("is for those who may create customers; who may see them reads them", async () => {
  const operator = await anAdmin(["organization-user"]);
  const body = { id: newId(), displayName: "A" };
  expect(codeOf(await operator.post(customers, body))).toEqual([403, "forbidden"]);
  const { path, owner } = await aCustomer();
  expect((await operator.get(path)).body.contacts).toMatchObject([{ id: owner.id }]);
  const engineer = await anAdmin(["platform-engineer"]);
  const seen = await engineer.get(path);
  expect([seen.status, seen.body.contacts]).toEqual([200, []]);
  expect(JSON.stringify(seen.body)).not.toContain(owner.id);
});
