import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import {
  aCustomer,
  aGroup,
  aMember,
  anInvitation,
  aPerson,
  aProject,
  askFor,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { mailTo, tokenIn } from "../../support/inbox.ts";
import { invite, sentAgo } from "../../support/invite.ts";
import { codeOf } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

type Sent = Awaited<ReturnType<typeof anInvitation>> & { owner: Person; at: string };

test("sends a new link, which kills the old one", async () => {
  const { path, owner } = await aCustomer();
  const { id, email, token, nobody, body } = await anInvitation({ path, owner });
  await sentAgo(body, 2);
  const again = await owner.post(`${path}/invitations/${id}/resend`);
  expect(again.status).toBe(200);
  expect(again.body).toMatchObject({ id, state: "pending", resent: 1, version: 2 });
  expect(Date.parse(again.body.expiresAt)).toBeGreaterThan(Date.parse(body.expiresAt));
  const renewed = tokenIn(await mailTo(email, undefined, { count: 2 }));
  expect(renewed).not.toBe(token);
  const old = await nobody.post("/v1/invitations/accept", { token });
  expect([old.status, old.body.code]).toEqual([404, "invitation_not_found"]);
  expect((await nobody.post("/v1/invitations/accept", { token: renewed })).status).toBe(200);
});

test("kills the old link before the new mail has gone", async () => {
  const { path, owner } = await aCustomer();
  const { id, token, nobody, body } = await anInvitation({ path, owner });
  await sentAgo(body, 2);
  await owner.post(`${path}/invitations/${id}/resend`);
  expect((await nobody.post("/v1/invitations/preview", { token })).status).toBe(404);
});

test("waits a minute between two mails", async () => {
  const { path, owner } = await aCustomer();
  const { body } = await invite(owner, path);
  const at = `${path}/invitations/${body.id}`;
  const hasty = await owner.post(`${at}/resend`);
  expect([hasty.status, hasty.body.code]).toEqual([429, "rate_limited"]);
  const wait = Number(hasty.headers.get("retry-after"));
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(60);
  expect((await owner.get(at)).body.resent).toBe(0);
});

test("sends an invitation again ten times at most", async () => {
  const { path, owner } = await aCustomer();
  const { body } = await invite(owner, path);
  await sentAgo(body, 2, { resent: 9 });
  expect((await owner.post(`${path}/invitations/${body.id}/resend`)).body.resent).toBe(10);
  await sentAgo(body, 2);
  const refused = await owner.post(`${path}/invitations/${body.id}/resend`);
  expect([refused.status, refused.body.code]).toEqual([409, "limit_reached"]);
});

test("makes whoever sends it again the inviter", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin"]);
  await admin.patch("/v1/me", { firstName: "Alan", lastName: "Turing" }, { "if-match": '"1"' });
  const { id, body, email } = await anInvitation(customer);
  await sentAgo(body, 2);
  const again = await admin.post(`${customer.path}/invitations/${id}/resend`);
  expect(again.body.inviter).toEqual({ id: admin.id, displayName: "Alan Turing" });
  const mail = await mailTo(email, undefined, { count: 2 });
  expect(mail.body.text).toContain("Alan Turing would like you to join");
});

test("lets nobody send again what they could not offer themselves", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin"]);
  const { body } = await invite(customer.owner, customer.path, { roles: ["owner"] });
  await sentAgo(body, 2);
  const at = `${customer.path}/invitations/${body.id}`;
  expect((await admin.post(`${at}/resend`)).status).toBe(403);
  expect((await admin.get(at)).body).toMatchObject({ resent: 0, version: 1 });
});

test("sends again only what as many agreed to as must by now", async () => {
  const customer = await aCustomer();
  const { owner, path, id: at } = customer;
  const sent = await anInvitation(customer);
  const owning = await anInvitation(customer, { roles: ["owner"] });
  const again = async ({ id }: { id: string }) => {
    await sentAgo({ customer: at, id }, 2);
    return owner.post(`${path}/invitations/${id}/resend`);
  };
  await askFor(customer, 2);
  // Until there are two, one person decides alone.
  const alone = await again(sent);
  expect([alone.status, alone.headers.has("usher-warning")]).toEqual([200, true]);
  const second = await aPerson();
  await owner.put(`${path}/members/${second.id}/roles/admin`);
  const refused = await again(sent);
  expect(codeOf(refused)).toEqual([409, "invitation_blocked"]);
  expect(refused.body.detail).toMatch(/^By now 2 people must agree .* Revoke it and invite again/);
  expect((await owner.get(`${path}/access-requests?state=pending`)).body.items).toEqual([]);
  // Owners make owners by themselves.
  expect((await again(owning)).status).toBe(200);
  const asked = await invite(owner, path);
  await askFor(customer, 3);
  for (const one of [second, await theAdmin()])
    await one.post(`${path}/access-requests/${asked.body.id}/approve`);
  const { invitation: id } = asked.body.asks;
  expect((await again({ id })).status).toBe(200);
  await askFor(customer, 4);
  expect(codeOf(await again({ id }))).toEqual([409, "invitation_blocked"]);
});

test("goes to somebody whom a group lets in, as a first mail does, and to no member", async () => {
  const customer = await aCustomer();
  const { path, owner } = customer;
  const person = await aPerson();
  await aGroup(customer, ["employee"], [person]);
  const project = await aProject(customer);
  await owner.put(`${project.path}/members/${person.id}/roles/user`);
  const { body } = await invite(owner, path, { email: person.email });
  await sentAgo(body, 2);
  const again = () => owner.post(`${path}/invitations/${body.id}/resend`);
  expect((await again()).status).toBe(200);
  await owner.put(`${path}/members/${person.id}/roles/employee`);
  await sentAgo(body, 2);
  const refused = await again();
  expect([refused.status, refused.body.code, refused.body.member]).toEqual([
    409,
    "already_member",
    person.id,
  ]);
});

test("counts against the limits like a first mail, and keeps the owner's place longer", async () => {
  const { id: customer, path, owner } = await aCustomer();
  const { body } = await invite(owner, path, { roles: ["owner"], expiresInDays: 1 });
  await sentAgo({ customer, id: body.id }, 2, {
    expiresAt: new Date(Date.now() + 60_000).toISOString(),
  });
  const again = await owner.post(`${path}/invitations/${body.id}/resend`);
  expect(Date.parse(again.body.expiresAt) - Date.parse(again.body.sentAt)).toBe(86_400_000);
  expect(await tableOf().get(keys.owners({ customer }))).toMatchObject({
    places: [{ holder: owner.id }, { holder: body.id, until: again.body.expiresAt }],
  });
  expect(await tableOf().get(keys.gate({ customer, gate: "0" }))).toMatchObject({ mails: 2 });
});

test.each([
  ["accepted", ({ nobody, token }: Sent) => nobody.post("/v1/invitations/accept", { token })],
  ["declined", ({ nobody, token }: Sent) => nobody.post("/v1/invitations/decline", { token })],
  ["revoked", ({ owner, at }: Sent) => owner.delete(at)],
] as const)("does not reopen what is %s", async (state, end) => {
  const customer = await aCustomer();
  const sent = await anInvitation(customer);
  const at = `${customer.path}/invitations/${sent.id}`;
  await end({ ...sent, owner: customer.owner, at });
  await sentAgo(sent.body, 2);
  const again = await customer.owner.post(`${at}/resend`);
  expect([again.status, again.body.code, again.body.state]).toEqual([
    409,
    "invitation_ended",
    state,
  ]);
});
