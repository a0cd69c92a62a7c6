import { afterAll, beforeAll, expect, test } from "vitest";
import { type Caller, newAddress, nobody } from "../../support/api.ts";
import { aCustomer, anInvitation, aProject } from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { mailTo, tokenIn } from "../../support/inbox.ts";
import { planFor, sentAgo } from "../../support/invite.ts";

let host: Awaited<ReturnType<typeof borrowHost>>;
let stranger: Caller;
beforeAll(async () => {
  host = await borrowHost();
  stranger = nobody(host);
});
afterAll(() => host.end());

let asked = 0;

/** What a link shows, and the requests to the table that it took. */
async function look(token: string) {
  const trace = `Root=1-6500-${++asked}`;
  const headers = { "x-amzn-trace-id": trace };
  const { status, body } = await stranger.post("/v1/invitations/preview", { token }, headers);
  const { requestId: _, ...told } = body;
  return { status, told, requests: host.measure(trace).calls.map(({ operation }) => operation) };
}

test("shows an international domain as people write it", async () => {
  const customer = await aCustomer(host);
  const email = newAddress("ada").replace("@example.org", "@b\u00fccher.example");
  const { body } = await customer.owner.post(`${customer.path}/invitations`, planFor(email));
  const mail = await mailTo(email.replace("b\u00fccher", "xn--bcher-kva"), host);
  const { told } = await look(tokenIn(mail));
  expect([body.email, told.email]).toEqual([email, email]);
});

test("shows customer, inviter, roles, end and the address to sign in with", async () => {
  const customer = await aCustomer(host);
  const project = await aProject(customer);
  const accessExpiresAt = "2099-01-01T00:00:00.000Z";
  const offer = { projects: [{ project: project.id, role: "reader" }], message: "Hi" };
  const { id, email, token, body } = await anInvitation(
    customer,
    { ...offer, accessExpiresAt },
    host,
  );
  const { status, told } = await look(token);
  expect(status).toBe(200);
  expect(told).toEqual({
    id,
    email,
    state: "pending",
    firstName: "Grace",
    lastName: "Hopper",
    message: "Hi",
    customer: { id: customer.id, displayName: `Customer ${customer.id}` },
    inviter: { displayName: customer.owner.email },
    roles: ["employee"],
    roleNames: ["Employee"],
    projects: [
      {
        project: project.id,
        displayName: `Project ${project.id}`,
        role: "reader",
        roleName: "Project Reader",
      },
    ],
    groups: [],
    accessExpiresAt,
    expiresAt: body.expiresAt,
    signInUrl: host.issuer,
  });
});

test("changes nothing by being looked at", async () => {
  const customer = await aCustomer(host);
  const { id, token, body } = await anInvitation(customer, {}, host);
  await look(token);
  await look(token);
  const { body: after } = await customer.owner.get(`${customer.path}/invitations/${id}`);
  expect(after).toEqual(body);
});

test("says the same, after the same work, to every token that is not the newest one", async () => {
  const customer = await aCustomer(host);
  const foreign = await aCustomer(host);
  const { id, token, body } = await anInvitation(customer, {}, host);
  await sentAgo(body, 2, {}, host);
  await customer.owner.post(`${customer.path}/invitations/${id}/resend`);
  const secret = token.split(".").at(-1) as string;
  const other = `${secret.startsWith("A") ? "B" : "A"}${secret.slice(1)}`;
  const wrong = {
    superseded: token,
    guessed: `${customer.id}.${id}.${other}`,
    foreign: `${foreign.id}.${id}.${secret}`,
    unknown: `${customer.id}.inv_01J00000000000000000000000.${secret}`,
    nowhere: `no-such-customer.${id}.${secret}`,
    "cut off": token.slice(0, -1),
    "cut in half": token.slice(0, token.length / 2),
    "with more": `${token}.${secret}`,
    "with a path": `../${token}`,
    "with a control character": `${token}\u0000`,
    empty: "",
  };
  const first = await look(wrong.superseded);
  expect([first.status, first.told.code]).toEqual([404, "invitation_not_found"]);
  for (const [what, bad] of Object.entries(wrong))
    expect.soft(await look(bad), what).toEqual(first);
});

test("does as much for a wrong token as for a right one", async () => {
  const { token } = await anInvitation(await aCustomer(host), {}, host);
  const [right, wrong] = [await look(token), await look(`${token}x`)];
  expect([right.status, wrong.status]).toEqual([200, 404]);
  expect(wrong.requests).toEqual(right.requests);
});

test("shows no link at all before its mail was made", async () => {
  const customer = await aCustomer(host);
  const { id, token, body } = await anInvitation(customer, {}, host);
  await sentAgo(body, 2, { hash: undefined }, host);
  expect((await look(token)).status).toBe(404);
  const empty = `${customer.id}.${id}.${"-".repeat(43)}`;
  expect((await look(empty)).status).toBe(404);
});
