import { expect, test } from "vitest";
import { aCustomer, anInvitation, aPerson } from "../../support/given.ts";
import { invite } from "../../support/invite.ts";

const decline = "/v1/invitations/decline";

test("ends the invitation, and stays so however often it is asked", async () => {
  const { path, owner } = await aCustomer();
  const { id, token, nobody } = await anInvitation({ path, owner });
  const first = await nobody.post(decline, { token });
  expect([first.status, first.body.id, first.body.state]).toEqual([200, id, "declined"]);
  const second = await nobody.post(decline, { token });
  expect([second.status, second.body]).toEqual([200, first.body]);
  const accepted = await nobody.post("/v1/invitations/accept", { token });
  expect([accepted.status, accepted.body.code, accepted.body.state]).toEqual([
    409,
    "invitation_ended",
    "declined",
  ]);
  expect((await owner.get(`${path}/invitations/${id}`)).body.state).toBe("declined");
  const { body: events } = await owner.get(`${path}/events?type=customer.invitation.declined`);
  expect(events.items).toMatchObject([{ subject: id, actor: { type: "system" } }]);
});

test("frees the address and the owner's place", async () => {
  const { path, owner } = await aCustomer();
  const { email, token, nobody } = await anInvitation({ path, owner }, { roles: ["owner"] });
  await nobody.post(decline, { token });
  expect((await invite(owner, path, { email })).status).toBe(201);
  const person = await aPerson();
  expect((await owner.put(`${path}/members/${person.id}/roles/owner`)).status).toBe(200);
});

test("comes too late after an acceptance", async () => {
  const { path, owner } = await aCustomer();
  const { token, nobody } = await anInvitation({ path, owner });
  const { body: accepted } = await nobody.post("/v1/invitations/accept", { token });
  const declined = await nobody.post(decline, { token });
  expect([declined.status, declined.body.code]).toEqual([409, "invitation_ended"]);
  expect((await owner.get(`${path}/members/${accepted.principal}`)).status).toBe(200);
});

test("takes one answer of two at once", async () => {
  const { path, owner } = await aCustomer();
  const { id, token, nobody } = await anInvitation({ path, owner });
  const answers = await Promise.all(
    ["accept", "decline", "accept", "decline"].map((answer) =>
      nobody.post(`/v1/invitations/${answer}`, { token }),
    ),
  );
  const { body } = await owner.get(`${path}/invitations/${id}`);
  const won = answers.filter(({ status }) => status === 200);
  expect(won.map((answer) => answer.body.state)).toEqual([body.state, body.state]);
  const { body: members } = await owner.get(`${path}/members`);
  expect(members.items).toHaveLength(body.state === "accepted" ? 2 : 1);
});

test("takes no token but the newest", async () => {
  const { nobody, token } = await anInvitation(await aCustomer());
  const { status, body } = await nobody.post(decline, { token: `${token}x` });
  expect([status, body.code]).toEqual([404, "invitation_not_found"]);
});
