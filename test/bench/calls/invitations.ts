import { tokenOf } from "../../../shared/model/invitation-token.ts";
import { hashOf } from "../../../shared/model/secret.ts";
import { keys } from "../../../shared/table/schema.ts";
import { newId, nobody } from "../../support/api.ts";
import { aCustomer, aGroup, aPerson } from "../../support/given.ts";
import { planFor, sentAgo } from "../../support/invite.ts";
import { tableOf } from "../../support/table.ts";
import type { Calls } from "../call.ts";
import type { Scene } from "../scene.ts";

const secret = "s".repeat(43);

/** An invitation with the hash that its mail leaves, and the token that the mail would bring. */
async function sent({ at }: Scene, email?: string, roles?: string[]) {
  const made = await aCustomer(at);
  const { id: customer, path, owner } = made;
  const groups = roles && [{ group: (await aGroup(made, roles)).id }];
  const plan = planFor(email, { groups });
  const { id: invitation } = (await owner.post(`${path}/invitations`, plan)).body;
  const key = keys.invitation({ customer, invitation });
  await tableOf(at).change(key, { hash: hashOf(secret) });
  const token = tokenOf({ customer, invitation, secret });
  return { customer, by: owner, id: invitation, path: `${path}/invitations/${invitation}`, token };
}

/** What a link does, for somebody without a sign-in. */
async function byLink(scene: Scene, verb: string, email?: string, roles?: string[]) {
  const { token } = await sent(scene, email, roles);
  const path = `/v1/invitations/${verb}`;
  return { by: nobody(scene.at), method: "POST", path, body: { token } };
}

/** Somebody who has signed in, with open invitations of different customers. */
async function invited(scene: Scene, invitations: number) {
  const person = await aPerson(undefined, scene.at);
  const inviting = Array.from({ length: invitations }, () => sent(scene, person.email));
  const [first] = await Promise.all(inviting);
  return { by: person, path: `/v1/me/invitations/${first?.id}` };
}

export const invitations: Calls = {
  "invitations.create": async ({ at }) => {
    const { owner, path } = await aCustomer(at);
    const headers = { "idempotency-key": newId("key") };
    return { by: owner, method: "POST", path: `${path}/invitations`, headers, body: planFor() };
  },
  "invitations.create to a group": async ({ at }) => {
    const customer = await aCustomer(at);
    const { owner, path } = customer;
    const { id } = await aGroup(customer, ["employee"]);
    const headers = { "idempotency-key": newId("key") };
    const body = planFor(undefined, { groups: [{ group: id }] });
    return { by: owner, method: "POST", path: `${path}/invitations`, headers, body };
  },
  "invitations.bulk of 19": async ({ at }) => {
    const { owner, path } = await aCustomer(at);
    const body = { invitations: Array.from({ length: 19 }, () => planFor()) };
    const headers = { "idempotency-key": newId("key") };
    return { by: owner, method: "POST", path: `${path}/invitations/bulk`, headers, body };
  },
  "invitations.list of 25": ({ crowd: { owner, path } }) => ({
    by: owner,
    method: "GET",
    path: `${path}/invitations`,
  }),
  "invitations.get": async (scene) => {
    const { by, path } = await sent(scene);
    return { by, method: "GET", path };
  },
  "invitations.revoke": async (scene) => {
    const { by, path } = await sent(scene);
    return { by, method: "DELETE", path };
  },
  "invitations.resend": async (scene) => {
    const { by, customer, id, path } = await sent(scene);
    await sentAgo({ customer, id }, 5, {}, scene.at);
    const headers = { "idempotency-key": newId("key") };
    return { by, method: "POST", path: `${path}/resend`, headers };
  },
  "invitations.preview": (scene) => byLink(scene, "preview"),
  "invitations.accept by somebody new": (scene) => byLink(scene, "accept"),
  "invitations.accept by a user": async (scene) => {
    const { email } = await aPerson(undefined, scene.at);
    return byLink(scene, "accept", email);
  },
  "invitations.accept to a group": async (scene) => {
    const { email } = await aPerson(undefined, scene.at);
    return byLink(scene, "accept", email, ["employee"]);
  },
  "invitations.decline": (scene) => byLink(scene, "decline"),
  // Five unanswered mails a week are the most that an address gets.
  "invitations.listMine of 5": async (scene) => ({
    by: (await invited(scene, 5)).by,
    method: "GET",
    path: "/v1/me/invitations",
  }),
  "invitations.acceptMine": async (scene) => {
    const { by, path } = await invited(scene, 1);
    return { by, method: "POST", path: `${path}/accept` };
  },
  "invitations.declineMine": async (scene) => {
    const { by, path } = await invited(scene, 1);
    return { by, method: "POST", path: `${path}/decline` };
  },
};
