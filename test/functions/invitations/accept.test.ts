import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { signIn } from "../../support/api.ts";
import {
  aCustomer,
  aGroup,
  anInvitation,
  aPerson,
  aProject,
  type Person,
} from "../../support/given.ts";
import { mailsTo, mailTo } from "../../support/inbox.ts";
import { tableOf } from "../../support/table.ts";

const accept = "/v1/invitations/accept";

test("makes the invited person a member with everything that was offered", async () => {
  const customer = await aCustomer();
  const { path, owner } = customer;
  const project = await aProject(customer);
  const offer = [
    { project: project.id, role: "user" },
    { project: project.id, role: "reader" },
  ];
  const { id, email, token, nobody } = await anInvitation(customer, { projects: offer });
  const { status, body } = await nobody.post(accept, { token });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    id,
    state: "accepted",
    roles: ["employee"],
    projects: offer,
    skipped: [],
    customer: { id: customer.id, displayName: `Customer ${customer.id}` },
  });
  const at = `members/${body.principal}`;
  expect((await owner.get(`${path}/${at}`)).body).toMatchObject({
    principal: { email, firstName: "Grace", lastName: "Hopper", status: "invited" },
    roles: [{ role: "employee", state: "active" }],
  });
  const { body: onProject } = await owner.get(`${project.path}/members`);
  expect(onProject.items).toMatchObject([
    { id: body.principal, roles: [{ role: "reader" }, { role: "user" }] },
  ]);
  expect((await owner.get(`${path}/invitations/${id}`)).body.state).toBe("accepted");
  const { body: events } = await owner.get(`${path}/events?type=customer.invitation.accepted`);
  expect(events.items).toMatchObject([
    {
      subject: body.principal,
      actor: { type: "user", id: body.principal },
      before: { roles: [] },
      after: {
        invitation: id,
        roles: [{ role: "employee" }],
        projects: [{ project: project.id, roles: [{ role: "reader" }, { role: "user" }] }],
      },
    },
  ]);
});

test("whoever has no name yet takes that of the invitation, and keeps the one they gave", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const take = async (person: Person, plan: object = {}) => {
    const { token, nobody } = await anInvitation(customer, { email: person.email, ...plan });
    const { status, body } = await nobody.post(accept, { token });
    expect([status, body.principal, body.skipped]).toEqual([200, person.id, []]);
    const list = `${path}/events?subject=${person.id}&type=customer.invitation.accepted`;
    const [{ after }] = (await owner.get(list)).body.items;
    const { principal, roles } = (await owner.get(`${path}/members/${person.id}`)).body;
    expect(roles).toMatchObject([{ role: "employee", state: "active" }]);
    return { fields: after.fields, principal, me: (await person.get("/v1/me")).body };
  };
  const [former, group] = [await aGroup(customer), await aGroup(customer)];
  const inGroup = { groups: [{ group: group.id }] };
  const [plain, joining, named] = [await aPerson(), await aPerson(), await aPerson()];
  const grace = { firstName: "Grace", lastName: "Hopper" };
  const taken = { fields: ["firstName", "lastName"], principal: grace, me: grace };
  expect(await take(plain)).toMatchObject(taken);
  // What they are in already stays.
  await owner.put(`${former.path}/members/${joining.id}`);
  expect(await take(joining, inGroup)).toMatchObject(taken);

  const own = { firstName: "", lastName: "Ng" };
  expect((await named.patch("/v1/me", own, { "if-match": "*" })).status).toBe(200);
  const kept = await take(named, inGroup);
  expect(kept).toMatchObject({ principal: own, me: own });
  expect(kept.fields).toBeUndefined();

  const mine = async (person: Person) =>
    (await person.get("/v1/me")).body.groups.map(({ id }: { id: string }) => id).sort();
  expect(await mine(joining)).toEqual([former.id, group.id].sort());
  expect(await mine(named)).toEqual([group.id]);
  const { items } = (await owner.get(`${group.path}/members`)).body;
  expect(items.map(({ principal }: { principal: object }) => principal)).toEqual(
    expect.arrayContaining([expect.objectContaining(grace), expect.objectContaining(own)]),
  );
});

test("signs nobody in, and lets the person do everything once they have signed in", async () => {
  const customer = await aCustomer();
  const { email, token, nobody } = await anInvitation(customer);
  const accepted = await nobody.post(accept, { token });
  expect(accepted.headers.get("set-cookie")).toBeNull();
  const grace = await signIn(email);
  expect((await grace.get(customer.path)).status).toBe(200);
  expect((await grace.get("/v1/me")).body.id).toBe(accepted.body.principal);
});

test("accepts for the invited address, whoever is signed in", async () => {
  const customer = await aCustomer();
  const { email, token } = await anInvitation(customer);
  const other = await aPerson();
  const { body } = await other.post(accept, { token });
  expect(body.principal).not.toBe(other.id);
  expect((await other.get(customer.path)).status).toBe(404);
  const { body: member } = await customer.owner.get(`${customer.path}/members/${body.principal}`);
  expect(member.principal.email).toBe(email);
});

test("answers the same single result twice at once and again later", async () => {
  const customer = await aCustomer();
  const [stays, goes] = [await aProject(customer), await aProject(customer)];
  const projects = [stays, goes].map(({ id }) => ({ project: id, role: "user" }));
  const { token, nobody } = await anInvitation(customer, { projects });
  await customer.owner.post(`${goes.path}/delete`, { confirm: goes.id, reason: "Over" });
  const both = await Promise.all([nobody.post(accept, { token }), nobody.post(accept, { token })]);
  const later = await nobody.post(accept, { token });
  expect(later.body).toMatchObject({
    projects: [{ project: stays.id }],
    skipped: [{ kind: "project", id: goes.id }],
  });
  for (const { status, body } of both) expect([status, body]).toEqual([200, later.body]);
  const { path, owner } = customer;
  const { body: events } = await owner.get(`${path}/events?type=customer.invitation.accepted`);
  expect(events.items).toHaveLength(1);
});

test("leaves out a project that was deleted, though another took its name", async () => {
  const customer = await aCustomer();
  const { id, path } = await aProject(customer);
  const projects = [{ project: id, role: "admin" }];
  const { token, nobody } = await anInvitation(customer, { projects });
  await customer.owner.post(`${path}/delete`, { confirm: id, reason: "Over" });
  await customer.owner.post(`${customer.path}/projects`, { id, displayName: "Another" });
  expect((await nobody.post("/v1/invitations/preview", { token })).body.projects).toEqual([]);
  const { body } = await nobody.post(accept, { token });
  expect(body).toMatchObject({ projects: [], skipped: [{ kind: "project", id }] });
  expect((await customer.owner.get(`${path}/members`)).body.items).toEqual([]);
});

test("makes an owner, in the place that was kept", async () => {
  const { id, path, owner } = await aCustomer();
  const { email, token, nobody } = await anInvitation({ path, owner }, { roles: ["owner"] });
  const { body } = await nobody.post(accept, { token });
  expect(await tableOf().get(keys.owners({ customer: id }))).toMatchObject({
    places: [{ holder: owner.id }, { holder: body.principal, by: owner.id }],
  });
  const grace = await aPerson(email);
  expect((await owner.delete(`${path}/members/${owner.id}`, { "if-match": "*" })).status).toBe(200);
  expect((await grace.get(path)).body.contacts).toMatchObject([{ id: grace.id }]);
});

test("tells nobody by mail what they have just done themselves", async () => {
  const customer = await aCustomer();
  const { email, token, nobody } = await anInvitation(customer);
  await nobody.post(accept, { token });
  // A change that does send a mail comes after it: once that is there, an earlier one would be too.
  const { body } = await nobody.post(accept, { token });
  await customer.owner.put(`${customer.path}/members/${body.principal}/roles/admin`);
  await mailTo(email, undefined, { count: 2 });
  expect(await mailsTo(email)).toHaveLength(2);
});

test("makes room for another mail to the address", async () => {
  const { email, token, nobody } = await anInvitation(await aCustomer());
  const key = keys["address mails"]({ email });
  expect(Object.keys((await tableOf().get(key))?.unanswered as object)).toHaveLength(1);
  await nobody.post(accept, { token });
  expect((await tableOf().get(key))?.unanswered).toEqual({});
});
