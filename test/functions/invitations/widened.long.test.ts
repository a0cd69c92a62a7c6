import { afterAll, beforeAll, expect, test } from "vitest";
import {
  aCustomer,
  aMember,
  anInvitation,
  aPilot,
  aProject,
  aProjectRole,
  askFor,
  type Person,
} from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { mailTo } from "../../support/inbox.ts";
import { codeOf, requestDuring } from "../../support/race.ts";

let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

const any = { "if-match": "*" };
const accept = "/v1/invitations/accept";
const wider = /more by now than when it was offered, and others have to agree/;

/** A customer with somebody else who may grant, and a role that nobody holds, offered in an invitation. */
async function offered(more: Record<string, unknown> = {}) {
  const customer = await aCustomer(host);
  await aMember(customer, ["admin"], host);
  const role = { id: "host", name: "Host", permissions: ["customer.events.view"] };
  await customer.owner.post(`${customer.path}/roles`, role);
  const invitation = await anInvitation(customer, { roles: ["host"], ...more }, host);
  return { ...customer, invitation };
}

const widen = async ({ path, owner }: { path: string; owner: Person }) => {
  const permissions = ["customer.events.view", "customer.members.view"];
  expect((await owner.patch(`${path}/roles/host`, { permissions }, any)).status).toBe(200);
};

const answer = ({ invitation: { nobody, token } }: Awaited<ReturnType<typeof offered>>) =>
  nobody.post(accept, { token });

test("a role that came to give more since it was offered is given, where nobody else has to agree to it", async () => {
  const customer = await offered();
  await widen(customer);
  expect((await answer(customer)).body).toMatchObject({ roles: ["host"], skipped: [] });
});

test("nor does it matter that others must agree by now, as long as it gives what it gave", async () => {
  const customer = await offered();
  await askFor(customer, 2);
  expect((await answer(customer)).body).toMatchObject({ roles: ["host"], skipped: [] });
});

test("where others have to agree by now, what came to give more is left out and named, the rest is given", async () => {
  const customer = await offered({ roles: ["host", "employee"] });
  await askFor(customer, 2);
  await widen(customer);
  const { status, body } = await answer(customer);
  expect([status, body.roles]).toEqual([200, ["employee"]]);
  expect(body.skipped).toMatchObject([{ kind: "role", id: "host" }]);
  expect(body.skipped[0].reason).toMatch(wider);
});

test("where nothing else was offered it is refused, the inviter is told, and a new invitation asks the others", async () => {
  const customer = await offered();
  const { owner, path, invitation } = customer;
  await askFor(customer, 2);
  await widen(customer);
  const refused = await answer(customer);
  expect(codeOf(refused)).toEqual([409, "invitation_blocked"]);
  expect(refused.body.detail).toMatch(wider);
  await mailTo(owner.email, host, { about: /accept/i });
  expect((await owner.delete(`${path}/invitations/${invitation.id}`)).status).toBe(200);
  const plan = { email: invitation.email, firstName: "G", lastName: "H", roles: ["host"] };
  const anew = await owner.post(`${path}/invitations`, plan);
  expect([anew.status, anew.body.state]).toEqual([202, "pending"]);
});

test("the same holds of a role that was deleted and made anew; one that is gone is left out", async () => {
  const [anew, going] = [await offered(), await offered({ roles: ["host", "employee"] })];
  await askFor(anew, 2);
  await anew.owner.delete(`${anew.path}/roles/host`, any);
  await anew.owner.post(`${anew.path}/roles`, {
    id: "host",
    name: "Host",
    permissions: ["customer.events.view", "customer.edit"],
  });
  expect(codeOf(await answer(anew))).toEqual([409, "invitation_blocked"]);
  await going.owner.delete(`${going.path}/roles/host`, any);
  expect((await answer(going)).body).toMatchObject({
    roles: ["employee"],
    skipped: [{ kind: "role", id: "host", reason: "It does not exist any more." }],
  });
});

test("a project role that came to give more is left out as well", async () => {
  const role = await aProjectRole({}, host);
  const customer = await aCustomer(host);
  await aMember(customer, ["admin"], host);
  const project = await aProject(customer);
  const projects = [{ project: project.id, role: role.id }];
  const invitation = await anInvitation(customer, { projects }, host);
  await askFor(customer, 2);
  const rank = aPilot().rank + 1;
  expect((await role.admin.patch(role.path, { rank }, any)).status).toBe(200);
  const { body } = await answer({ ...customer, invitation });
  expect(body).toMatchObject({ roles: ["employee"], projects: [] });
  expect(body.skipped[0]).toMatchObject({ kind: "project role", id: role.id });
  expect(body.skipped[0].reason).toMatch(wider);
});

test.each([
  {
    what: "it comes to give more",
    first: (one: { path: string; owner: Person }) => askFor(one, 2),
    meanwhile: widen,
  },
  {
    what: "others have to agree",
    first: widen,
    meanwhile: (one: { path: string; owner: Person }) => askFor(one, 2),
  },
])("nobody gets it by accepting at the very moment when $what", async ({ first, meanwhile }) => {
  const customer = await offered({ roles: ["host", "employee"] });
  await first(customer);
  const { body } = await requestDuring(
    host,
    () => answer(customer),
    () => meanwhile(customer),
  );
  expect(body.roles).toEqual(["employee"]);
});
