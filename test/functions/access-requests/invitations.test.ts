import { expect, test } from "vitest";
import { aWatchedCustomer } from "../../support/access-requests.ts";
import { newAddress } from "../../support/api.ts";
import { endedNow } from "../../support/ended.ts";
import { aCustomer, aMember, aPerson, askFor, theAdmin } from "../../support/given.ts";
import { mailsTo, mailTo, tokenIn, until } from "../../support/inbox.ts";
import { planFor } from "../../support/invite.ts";

/** An invitation that waits. */
async function held(more: Record<string, unknown> = {}) {
  const customer = await aWatchedCustomer();
  const email = newAddress("held");
  const { status, body } = await customer.owner.post(
    `${customer.path}/invitations`,
    planFor(email, more),
  );
  const invitation = `${customer.path}/invitations/${body.asks?.invitation}`;
  return { ...customer, email, status, request: body.id as string, invitation };
}

test("no mail goes out before enough people agreed", async () => {
  const { owner, second, path, decide, email, status, request, invitation } = await held();
  expect(status).toBe(202);
  const waiting = (await owner.get(invitation)).body;
  expect([waiting.state, waiting.accessRequest]).toEqual(["awaiting_approval", request]);
  const twice = await owner.post(`${path}/invitations`, planFor(email));
  expect(twice.body.code).toBe("invitation_open");
  expect((await owner.post(`${invitation}/resend`)).body.code).toBe("invitation_ended");
  expect((await owner.post(`${invitation}/send`)).body.code).toBe("request_open");
  const asking = await mailTo(second.email, undefined, { about: /asks for your approval/ });
  expect(asking.body.text).toContain(`Request: ${request}`);
  expect(await mailsTo(email)).toHaveLength(0);
  expect((await decide(second, request, "approve")).body.state).toBe("approved");
  const token = tokenIn(await mailTo(email));
  expect((await owner.post("/v1/invitations/accept", { token })).status).toBe(200);
  const { items } = (await owner.get(`${path}/members`)).body;
  expect(items).toHaveLength(3);
});

test("what is declined is refused, and its address is free again", async () => {
  const { owner, second, path, decide, email, request, invitation } = await held();
  const reason = { reason: "We know nobody there" };
  expect((await decide(second, request, "decline", reason)).body).toMatchObject({
    state: "declined",
    ...reason,
  });
  expect((await owner.get(invitation)).body.state).toBe("refused");
  expect((await owner.post(`${path}/invitations`, planFor(email))).status).toBe(202);
  const mail = await mailTo(owner.email, undefined, { about: /was not approved/ });
  expect(mail.body.text).toContain("We know nobody there");
});

test("what would have ended by now is not sent, and nobody waits for it", async () => {
  let offer = await held();
  await endedNow(async (accessExpiresAt) => {
    offer = await held({ accessExpiresAt });
    return offer.status === 202;
  });
  const { owner, second, decide, email, request, invitation } = offer;
  const { status, body } = await decide(second, request, "approve");
  expect([status, body.code, body.detail]).toEqual([
    409,
    "request_lapsed",
    expect.stringContaining("has ended already"),
  ]);
  expect((await owner.get(invitation)).body.state).toBe("expired");
  await mailTo(owner.email, undefined, { about: /was not approved/ });
  expect(await mailsTo(email)).toHaveLength(0);
});

test("revoking takes the request back, and taking the request back revokes", async () => {
  const one = await held();
  expect((await one.owner.delete(one.invitation)).body.state).toBe("revoked");
  expect((await one.decide(one.second, one.request, "approve")).body.code).toBe("request_decided");
  const other = await held();
  expect((await other.decide(other.owner, other.request, "withdraw")).body.state).toBe("withdrawn");
  expect((await other.owner.get(other.invitation)).body.state).toBe("revoked");
});

test("many at once wait one by one", async () => {
  const { owner, second, path, decide } = await aWatchedCustomer();
  const [one, other] = [newAddress("bulk"), newAddress("bulk")];
  const invitations = [planFor(one), planFor(other)];
  for (const query of ["?dryRun=true", ""]) {
    const { body } = await owner.post(`${path}/invitations/bulk${query}`, { invitations });
    expect(body.results).toMatchObject([
      { email: one, status: "awaiting_approval" },
      { email: other, status: "awaiting_approval" },
    ]);
  }
  const { items } = (await owner.get(`${path}/access-requests?state=pending`)).body;
  expect(items).toHaveLength(2);
  for (const { id } of items) await decide(second, id, "approve");
  for (const email of [one, other]) tokenIn(await mailTo(email));
});

test("of many at once one person decides alone what nobody else may, until two may decide on one of them", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const permissions = ["customer.view", "customer.things.view", "customer.members.grant"];
  await owner.post(`${path}/roles`, { id: "greeter", name: "Greeter", permissions });
  await aMember(customer, ["greeter"]);
  await askFor(customer, 2);
  const invitations = ["admin", "employee", "admin"].map((role) => ({
    ...planFor(newAddress("bulk")),
    roles: [role],
  }));
  for (const query of ["?dryRun=true", ""]) {
    const { body, headers } = await owner.post(`${path}/invitations/bulk${query}`, { invitations });
    expect(body.results.map(({ status }: { status: string }) => status)).toEqual([
      "created",
      "awaiting_approval",
      "awaiting_approval",
    ]);
    expect(headers.get("usher-warning")).toContain("one person decides alone");
  }
});

test("an invitation is approved as it was asked for: the second owner's place is kept meanwhile", async () => {
  const { owner, path, second } = await aWatchedCustomer();
  const plan = { ...planFor(newAddress("owner")), roles: ["admin"] };
  const asked = await second.post(`${path}/invitations`, plan);
  expect(asked.status).toBe(202);
  const own = await owner.post(`${path}/invitations`, {
    ...planFor(newAddress("owner")),
    roles: ["owner"],
  });
  expect([own.status, own.body.state]).toEqual([201, "pending"]);
});

test("the request ends with the invitation when the invited person is deleted", async () => {
  const person = await aPerson();
  const { owner, path, request, invitation } = await held({ email: person.email });
  const deleted = await (await theAdmin()).delete(`/v1/platform/users/${person.id}`);
  expect(deleted.status).toBe(202);
  await until(async () => (await owner.get(invitation)).body.state === "revoked", "the end");
  expect((await owner.get(`${path}/access-requests/${request}`)).body.state).toBe("lapsed");
});
