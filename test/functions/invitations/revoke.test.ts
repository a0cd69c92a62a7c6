import { expect, test } from "vitest";
import { aCustomer, aMember, anInvitation } from "../../support/given.ts";
import { disableCustomer, invite } from "../../support/invite.ts";

test("kills the link at once and frees the address", async () => {
  const { path, owner } = await aCustomer();
  const { id, email, token, nobody } = await anInvitation({ path, owner });
  const { status, body } = await owner.delete(`${path}/invitations/${id}`);
  expect([status, body.id, body.state]).toEqual([200, id, "revoked"]);
  const accepted = await nobody.post("/v1/invitations/accept", { token });
  expect([accepted.status, accepted.body.code, accepted.body.state]).toEqual([
    409,
    "invitation_ended",
    "revoked",
  ]);
  const declined = await nobody.post("/v1/invitations/decline", { token });
  expect([declined.status, declined.body.code]).toEqual([409, "invitation_ended"]);
  const preview = await nobody.post("/v1/invitations/preview", { token });
  expect([preview.status, preview.body.state]).toEqual([200, "revoked"]);
  expect((await invite(owner, path, { email })).status).toBe(201);
});

test("stays revoked when asked again, with a single event", async () => {
  const { path, owner } = await aCustomer();
  const { body } = await invite(owner, path);
  const first = await owner.delete(`${path}/invitations/${body.id}`);
  const second = await owner.delete(`${path}/invitations/${body.id}`);
  expect([second.status, second.body]).toEqual([200, first.body]);
  const events = await owner.get(`${path}/events?type=customer.invitation.revoked`);
  expect(events.body.items).toMatchObject([{ subject: body.id, actor: { id: owner.id } }]);
});

test("comes too late after an acceptance", async () => {
  const { path, owner } = await aCustomer();
  const { id, token, nobody } = await anInvitation({ path, owner });
  const { body: accepted } = await nobody.post("/v1/invitations/accept", { token });
  const { status, body } = await owner.delete(`${path}/invitations/${id}`);
  expect([status, body.code, body.state]).toEqual([409, "invitation_ended", "accepted"]);
  expect((await owner.get(`${path}/members/${accepted.principal}`)).status).toBe(200);
});

test("is for whoever may invite there", async () => {
  const customer = await aCustomer();
  const { body } = await invite(customer.owner, customer.path);
  const employee = await aMember(customer, ["employee"]);
  const admin = await aMember(customer, ["admin"]);
  const at = `${customer.path}/invitations/${body.id}`;
  expect((await employee.delete(at)).status).toBe(403);
  expect((await admin.delete(at)).status).toBe(200);
});

test("honours If-Match, and says how it is written", async () => {
  const { path, owner } = await aCustomer();
  const { body } = await invite(owner, path);
  const at = `${path}/invitations/${body.id}`;
  for (const stale of ['"2"', 'W/"1"', '"2", "3"'])
    expect((await owner.delete(at, { "if-match": stale })).status).toBe(412);
  for (const wrong of ["1", '"1', '"1" "2"', ""]) {
    const { status, body } = await owner.delete(at, { "if-match": wrong });
    expect([status, body.detail]).toEqual([400, expect.stringContaining("in its double quotes")]);
  }
  expect((await owner.get(at)).body.state).toBe("pending");
  expect((await owner.delete(at, { "if-match": '"2", "1"' })).status).toBe(200);
});

test("is possible while the customer is disabled", async () => {
  const { id, path, owner } = await aCustomer();
  const { body } = await invite(owner, path);
  await disableCustomer(id);
  expect((await owner.delete(`${path}/invitations/${body.id}`)).status).toBe(200);
});
