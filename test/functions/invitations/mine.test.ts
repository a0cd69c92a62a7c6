import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newAddress, signIn } from "../../support/api.ts";
import { aCustomer, anInvitation, aPerson, theAdmin } from "../../support/given.ts";
import { mailsTo, until } from "../../support/inbox.ts";
import { disable, disableCustomer, invite } from "../../support/invite.ts";
import { tableOf } from "../../support/table.ts";

const mine = "/v1/me/invitations";

test("lists the open invitations to one's own address, page by page", async () => {
  const email = newAddress("wanted");
  const customers = [await aCustomer(), await aCustomer(), await aCustomer()];
  for (const { owner, path } of customers) await invite(owner, path, { email });
  const person = await signIn(email);
  const first = await person.get(`${mine}?limit=2`);
  const second = await person.get(`${mine}?limit=2&cursor=${first.body.nextCursor}`);
  const found = [...first.body.items, ...second.body.items];
  expect(found.map(({ customer }) => customer.id).sort()).toEqual(
    customers.map(({ id }) => id).sort(),
  );
  expect(second.body.nextCursor).toBeUndefined();
  expect(found[0]).toMatchObject({ email, state: "pending", roles: ["employee"] });
  expect(Object.keys(found[0])).not.toContain("hash");
  expect((await (await aPerson()).get(mine)).body.items).toEqual([]);
});

test("lists an invitation however many other customers invite the address", async () => {
  const person = await aPerson();
  const { path, owner } = await aCustomer();
  const { body } = await invite(owner, path, { email: person.email });
  const others = Array.from({ length: 120 }, (_, i) => ({
    ...keys["open invitation"]({ email: person.email, customer: `0-${i}` }),
    kind: "open invitation",
    invitation: `inv_${i}`,
    customer: `0-${i}`,
    until: "2020-01-01T00:00:00.000Z",
    // Together more than the megabyte that one page of the table holds.
    filling: "x".repeat(10_000),
  }));
  for (const item of others) await tableOf().put(item);
  const { items } = (await person.get(mine)).body;
  const accepted = await person.post(`${mine}/${body.id}/accept`);
  for (const { pk, sk } of others) await tableOf().remove({ pk, sk });
  expect(items).toMatchObject([{ id: body.id }]);
  expect(accepted.status).toBe(200);
});

test("lists no invitation that dies with its customer", async () => {
  const person = await aPerson();
  const { id, path, owner } = await aCustomer();
  const { body } = await invite(owner, path, { email: person.email });
  expect((await person.get(mine)).body.items).toMatchObject([{ id: body.id }]);
  await tableOf().change(keys.customer({ customer: id }), { status: "deleting" });
  expect((await person.get(mine)).body.items).toEqual([]);
  await tableOf().change(keys.customer({ customer: id }), { status: "active" });
});

test("accepts without the link, once", async () => {
  const { id: customer, path, owner } = await aCustomer();
  const { id, email, token, nobody } = await anInvitation({ path, owner });
  const person = await aPerson(email);
  const accepted = await person.post(`${mine}/${id}/accept`);
  expect([accepted.status, accepted.body]).toMatchObject([
    200,
    { id, state: "accepted", principal: person.id, customer: { id: customer } },
  ]);
  expect((await person.get(path)).status).toBe(200);
  expect((await person.get(mine)).body.items).toEqual([]);
  expect((await person.post(`${mine}/${id}/accept`)).body).toEqual(accepted.body);
  expect((await nobody.post("/v1/invitations/accept", { token })).body).toMatchObject(
    accepted.body,
  );
  const late = await person.post(`${mine}/${id}/decline`);
  expect([late.status, late.body.code]).toEqual([409, "invitation_ended"]);
});

test("declines without the link, as oneself", async () => {
  const { path, owner } = await aCustomer();
  const { id, email } = await anInvitation({ path, owner });
  const person = await aPerson(email);
  const declined = await person.post(`${mine}/${id}/decline`);
  expect([declined.status, declined.body.state]).toEqual([200, "declined"]);
  expect((await person.post(`${mine}/${id}/decline`)).body).toEqual(declined.body);
  const { body: events } = await owner.get(`${path}/events?type=customer.invitation.declined`);
  expect(events.items).toMatchObject([{ actor: { type: "user", id: person.id } }]);
  expect((await person.get(path)).status).toBe(404);
});

test("a disabled person gets no mail of an invitation, which shows nothing of that and waits", async () => {
  const { path, owner } = await aCustomer();
  const person = await aPerson();
  await disable(person.id);
  const { body } = await invite(owner, path, { email: person.email });
  const { items } = (await owner.get(`${path}/events?subject=${body.id}`)).body;
  const letter = keys.letter({ event: items[0].id, recipient: body.id });
  await until(async () => (await tableOf().get(letter))?.state === "dropped", "dropping");
  expect(await mailsTo(person.email)).toEqual([]);
  expect((await owner.get(`${path}/invitations/${body.id}`)).body).toEqual(body);
  await (await theAdmin()).post(`/v1/platform/users/${person.id}/enable`, { reason: "Is back" });
  expect((await person.post(`${mine}/${body.id}/accept`)).status).toBe(200);
});

test.each(["accept", "decline"])("has nothing to %s for another address", async (answer) => {
  const { path, owner } = await aCustomer();
  const { body } = await invite(owner, path);
  for (const person of [await aPerson(), owner]) {
    const refused = await person.post(`${mine}/${body.id}/${answer}`);
    expect([refused.status, refused.body.code]).toEqual([404, "not_found"]);
  }
  expect((await owner.get(`${path}/invitations/${body.id}`)).body.state).toBe("pending");
});

test("does not accept what was revoked", async () => {
  const { path, owner } = await aCustomer();
  const { body } = await invite(owner, path);
  const person = await aPerson(body.email);
  await owner.delete(`${path}/invitations/${body.id}`);
  expect((await person.get(mine)).body.items).toEqual([]);
  const refused = await person.post(`${mine}/${body.id}/accept`);
  expect([refused.status, refused.body.code, refused.body.state]).toEqual([
    409,
    "invitation_ended",
    "revoked",
  ]);
});

test("waits while the customer is disabled", async () => {
  const { id, path, owner } = await aCustomer();
  const { body } = await invite(owner, path);
  const person = await aPerson(body.email);
  await disableCustomer(id);
  const refused = await person.post(`${mine}/${body.id}/accept`);
  expect([refused.status, refused.body.code]).toEqual([409, "customer_disabled"]);
  expect((await person.post(`${mine}/${body.id}/decline`)).status).toBe(200);
});
