import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomerBelow } from "../../support/below.ts";
import { aCustomer, aMember, anInvitation, aPerson, aProject } from "../../support/given.ts";
import { mailsTo, mailTo } from "../../support/inbox.ts";
import { disable, disableCustomer, sentAgo } from "../../support/invite.ts";
import { tableOf } from "../../support/table.ts";

const accept = "/v1/invitations/accept";
const inAYear = new Date(Date.now() + 365 * 86_400_000).toISOString();
const tomorrow = new Date(Date.now() + 86_400_000).toISOString();

test("never lowers what somebody has got meanwhile", async () => {
  const customer = await aCustomer();
  const { path, owner } = customer;
  const project = await aProject(customer);
  const person = await aPerson();
  const { token, nobody } = await anInvitation(customer, {
    email: person.email,
    accessExpiresAt: tomorrow,
    projects: [{ project: project.id, role: "user" }],
  });
  const at = `members/${person.id}/roles`;
  await owner.put(`${path}/${at}/employee`, { expiresAt: inAYear });
  await owner.put(`${path}/${at}/admin`);
  await owner.put(`${project.path}/${at}/user`);
  await owner.put(`${project.path}/${at}/reader`);
  expect((await nobody.post(accept, { token })).status).toBe(200);
  expect((await owner.get(`${path}/members/${person.id}`)).body.roles).toEqual([
    { role: "admin", state: "active" },
    { role: "employee", state: "active", expiresAt: inAYear },
  ]);
  expect((await owner.get(`${project.path}/members`)).body.items).toMatchObject([
    { roles: [{ role: "reader" }, { role: "user", state: "active" }] },
  ]);
  const { body } = await owner.get(`${project.path}/members`);
  expect(JSON.stringify(body)).not.toContain("expiresAt");
});

test("prolongs what would end sooner", async () => {
  const customer = await aCustomer();
  const person = await aPerson();
  const { token, nobody } = await anInvitation(customer, { email: person.email });
  const at = `${customer.path}/members/${person.id}`;
  await customer.owner.put(`${at}/roles/employee`, { expiresAt: tomorrow });
  await nobody.post(accept, { token });
  const { body } = await customer.owner.get(at);
  expect(body.roles).toEqual([{ role: "employee", state: "active" }]);
});

test("gives access until the end that was offered", async () => {
  const customer = await aCustomer();
  const { token, nobody } = await anInvitation(customer, { accessExpiresAt: tomorrow });
  const { body } = await nobody.post(accept, { token });
  const { body: member } = await customer.owner.get(`${customer.path}/members/${body.principal}`);
  expect(member.roles).toEqual([{ role: "employee", state: "active", expiresAt: tomorrow }]);
});

/** Nothing of an acceptance that was refused is left. */
async function nothingHappened(customer: string, id: string, email: string) {
  const table = tableOf();
  expect(await table.get(keys.invitation({ customer, invitation: id }))).toMatchObject({
    state: "pending",
  });
  expect(await table.get(keys.address({ email }))).toBeUndefined();
}

test("is refused when the inviter has lost the right to grant the plan", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin"]);
  const { id, email, token, nobody } = await anInvitation({ ...customer, owner: admin });
  const key = keys["customer binding"]({ principal: admin.id, customer: customer.id });
  const { roles } = (await tableOf().get(key)) as { roles: { admin: object } };
  await tableOf().change(key, { roles: { employee: roles.admin } });
  const refused = await nobody.post(accept, { token });
  expect([refused.status, refused.body.code]).toEqual([409, "invitation_blocked"]);
  await nothingHappened(customer.id, id, email);
  await tableOf().change(key, { roles });
  expect((await nobody.post(accept, { token })).status).toBe(200);
});

test("is refused when the inviter's account is disabled", async () => {
  const customer = await aCustomer();
  const { id, email, token, nobody } = await anInvitation(customer);
  await disable(customer.owner.id);
  const refused = await nobody.post(accept, { token });
  expect([refused.status, refused.body.code]).toEqual([409, "invitation_blocked"]);
  await nothingHappened(customer.id, id, email);
});

test("is refused when both places for owners are taken, and the inviter is told once", async () => {
  const customer = await aCustomer();
  const { id, email, token, nobody } = await anInvitation(customer, { roles: ["owner"] });
  const other = await aPerson();
  const key = keys.owners({ customer: customer.id });
  const before = await tableOf().get(key);
  await tableOf().change(key, {
    places: [customer.owner, other].map((holder) => ({ holder: holder.id, since: "evt_0" })),
  });
  for (let i = 0; i < 2; i++) {
    const refused = await nobody.post(accept, { token });
    expect([refused.status, refused.body.code]).toEqual([409, "invitation_blocked"]);
  }
  await nothingHappened(customer.id, id, email);
  const mail = await mailTo(customer.owner.email);
  expect(mail.body.text).toMatch(/two owners/);
  expect(await mailsTo(customer.owner.email)).toHaveLength(1);
  await tableOf().change(key, { places: before?.places });
});

test("is refused when the access offered has ended, and the inviter is told", async () => {
  const customer = await aCustomer();
  const { id, email, token, nobody, body } = await anInvitation(customer);
  await sentAgo(body, 2, { accessExpiresAt: "2020-01-01T00:00:00.000Z" });
  const refused = await nobody.post(accept, { token });
  expect([refused.status, refused.body.code]).toEqual([409, "invitation_blocked"]);
  await nothingHappened(customer.id, id, email);
  await mailTo(customer.owner.email);
});

test("gives nothing to a person whose account is disabled", async () => {
  const customer = await aCustomer();
  const person = await aPerson();
  const { token, nobody } = await anInvitation(customer, { email: person.email });
  await disable(person.id);
  const refused = await nobody.post(accept, { token });
  expect([refused.status, refused.body.code]).toEqual([409, "user_unavailable"]);
  const { status } = await customer.owner.get(`${customer.path}/members/${person.id}`);
  expect(status).toBe(404);
});

test("waits while the customer is disabled", async () => {
  const customer = await aCustomer();
  const { id, email, token, nobody } = await anInvitation(customer);
  await disableCustomer(customer.id);
  const refused = await nobody.post(accept, { token });
  expect([refused.status, refused.body.code]).toEqual([409, "customer_disabled"]);
  await nothingHappened(customer.id, id, email);
});

test("waits while a customer above is disabled", async () => {
  const top = await aCustomer();
  const customer = await aCustomerBelow(top, top.owner);
  const { id, email, token, nobody } = await anInvitation(customer);
  await disableCustomer(top.id);
  const refused = await nobody.post(accept, { token });
  expect([refused.status, refused.body.code]).toEqual([409, "customer_disabled"]);
  await nothingHappened(customer.id, id, email);
});

test.each([0, 1])("waits while customer %i of the line may close", async (place) => {
  const top = await aCustomer();
  const customer = await aCustomerBelow(top, top.owner);
  const { id, email, token, nobody } = await anInvitation(customer);
  const { id: closing = "" } = [customer, top][place] ?? {};
  await tableOf().change(keys.customer({ customer: closing }), { status: "checking" });
  await tableOf().change(keys.gate({ customer: closing, gate: "0" }), { status: "checking" });
  const refused = await nobody.post(accept, { token });
  expect([refused.status, refused.body.code]).toEqual([409, "customer_closing"]);
  expect(refused.body.detail).toMatch(/later/);
  await nothingHappened(customer.id, id, email);
});

test("is too late when the customer is being closed", async () => {
  const customer = await aCustomer();
  const { id, email, token, nobody } = await anInvitation(customer);
  await tableOf().change(keys.customer({ customer: customer.id }), { status: "deleting" });
  await tableOf().change(keys.gate({ customer: customer.id, gate: "0" }), { status: "deleting" });
  const refused = await nobody.post(accept, { token });
  expect([refused.status, refused.body.code, refused.body.state]).toEqual([
    409,
    "invitation_ended",
    "revoked",
  ]);
  const preview = await nobody.post("/v1/invitations/preview", { token });
  expect(preview.body.state).toBe("revoked");
  await nothingHappened(customer.id, id, email);
});
