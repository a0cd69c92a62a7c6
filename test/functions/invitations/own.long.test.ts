import { beforeAll, expect, test } from "vitest";
import { aWatchedCustomer } from "../../support/access-requests.ts";
import { newAddress, nobody } from "../../support/api.ts";
import { aCustomerBelow } from "../../support/below.ts";
import { aCustomer, aKey, aMember, anApiUser, anInvitation, aPerson } from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { mailTo, tokenIn } from "../../support/inbox.ts";
import { planFor, sentAgo } from "../../support/invite.ts";

let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
  return host.end;
});

/** Somebody whose address is another one from their next token on: both ways to accept what was sent there. */
async function withAddress(person: { id: string; email: string }, email: string) {
  const claims = { email, iat: Math.floor(Date.now() / 1000) + 2 };
  const authorization = `Bearer ${await host.token(person.email, { claims })}`;
  const moved = (method: string, path: string) =>
    nobody(host).call(method, path, { headers: { authorization } });
  expect((await moved("GET", "/v1/me")).body).toMatchObject({ id: person.id, email });
  return async ({ id, token }: { id: string; token: string }) => {
    for (const refused of [
      await nobody(host).post("/v1/invitations/accept", { token }),
      await moved("POST", `/v1/me/invitations/${id}/accept`),
    ])
      expect([refused.status, refused.body.code]).toEqual([409, "invitation_blocked"]);
  };
}

test("is not accepted by whoever sent it, to an address that became theirs", async () => {
  const customer = await aCustomer(host);
  const admin = await aPerson(undefined, host);
  const at = `${customer.path}/members/${admin.id}`;
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  await customer.owner.put(`${at}/roles/admin`, { expiresAt });
  const email = newAddress("second");
  const offer = { email, roles: ["admin"] };
  const sent = await anInvitation({ ...customer, owner: admin }, offer, host);
  const refuses = await withAddress(admin, email);
  await refuses(sent);
  expect((await customer.owner.get(at)).body.roles).toMatchObject([{ role: "admin", expiresAt }]);
});

test("nor by who agreed to it, to an address that became theirs", async () => {
  const { owner, second, path, decide } = await aWatchedCustomer(2, host);
  const email = newAddress("second");
  const { body } = await owner.post(`${path}/invitations`, planFor(email));
  expect((await decide(second, body.id, "approve")).body.state).toBe("approved");
  const token = tokenIn(await mailTo(email, host));
  const refuses = await withAddress(second, email);
  await refuses({ id: body.asks.invitation, token });
});

test("nor by the person behind the API user that sent it, or sent it again", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin"]);
  const below = await aCustomerBelow(customer, admin);
  const permissions = ["customer.view", "customer.things.view", "customer.members.grant"];
  const { caller } = await aKey(await anApiUser(customer, permissions), admin);
  const { body } = await caller.post(`${below.path}/invitations`, planFor(admin.email));
  const refused = await admin.post(`/v1/me/invitations/${body.id}/accept`);
  expect([refused.status, refused.body.code]).toEqual([409, "invitation_blocked"]);
  expect(body).not.toHaveProperty("behind");
  await caller.delete(`${below.path}/invitations/${body.id}`);
  const others = await aKey(await anApiUser(customer, permissions), customer.owner);
  const offered = await others.caller.post(`${below.path}/invitations`, planFor(admin.email));
  const { id } = offered.body;
  const accept = () => admin.post(`/v1/me/invitations/${id}/accept`);
  await sentAgo({ customer: below.id, id }, 5);
  expect((await caller.post(`${below.path}/invitations/${id}/resend`)).status).toBe(200);
  expect((await accept()).status).toBe(409);
  await sentAgo({ customer: below.id, id }, 5);
  expect((await others.caller.post(`${below.path}/invitations/${id}/resend`)).status).toBe(200);
  expect((await accept()).status).toBe(200);
});
