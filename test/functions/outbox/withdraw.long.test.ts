import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { type Answer, newId, nobody } from "../../support/api.ts";
import { aCustomer, aGroup, aMember, anInvitation, aPerson, inTurn } from "../../support/given.ts";
import { mailsTo, mailTo, until } from "../../support/inbox.ts";
import { invite, planFor } from "../../support/invite.ts";
import { tableOf } from "../../support/table.ts";

type Customer = Awaited<ReturnType<typeof aCustomer>>;

const stateOf = async ({ path, owner }: Customer, id: string) =>
  (await owner.get(`${path}/invitations/${id}`)).body.state;
const withdrawn = (customer: Customer, id: string) =>
  until(async () => (await stateOf(customer, id)) === "revoked", "the withdrawal");
/** Mails break addresses up, so that nothing makes links of them. */
const unspaced = (text: string) => text.replace(/[^!-~]/g, "");
const any = { "if-match": "*" };
const about = { about: /invit/i };

test("takes back what a demoted admin offered, frees the addresses and tells the other owners", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin", "employee"]);
  const { id, email, token } = await anInvitation({ ...customer, owner: admin });
  const { body: own } = await invite(customer.owner, customer.path);
  await customer.owner.delete(`${customer.path}/members/${admin.id}/roles/admin`);
  await withdrawn(customer, id);
  expect(await stateOf(customer, own.id)).toBe("pending");
  const accepted = await nobody().post("/v1/invitations/accept", { token });
  expect([accepted.status, accepted.body.state]).toEqual([409, "revoked"]);
  expect((await invite(customer.owner, customer.path, { email })).status).toBe(201);
  const { body } = await mailTo(customer.owner.email, undefined, about);
  expect(body.text).toContain(`Customer ${customer.id}`);
  expect((await mailsTo(admin.email)).filter(({ subject }) => /invit/i.test(subject))).toEqual([]);
  const { body: events } = await customer.owner.get(
    `${customer.path}/events?type=customer.invitation.revoked`,
  );
  expect(events.items).toMatchObject([{ subject: id, actor: { type: "system" } }]);
});

test("says of an admin who left that they gave the right up, and whom they had invited", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin"]);
  await invite(admin, customer.path, { email: `${newId()}@bücher.example` });
  await admin.delete(`${customer.path}/members/${admin.id}`);
  const { body } = await mailTo(customer.owner.email, undefined, about);
  expect(body.text).toContain("because they gave that up themselves.");
  expect(body.text.replace(/[^!-~ü]/g, "")).toContain("@bücher.example");
});

test("takes back the offer of the owner role alone when its owner becomes an admin", async () => {
  const customer = await aCustomer();
  const other = await aMember(customer, ["admin", "owner"]);
  const key = keys.owners({ customer: customer.id });
  const { places } = (await tableOf().get(key)) as { places: { holder: string }[] };
  await tableOf().change(key, { places: places.filter(({ holder }) => holder !== other.id) });
  const { body: asOwner } = await invite(other, customer.path, { roles: ["owner"] });
  const { body: asEmployee } = await invite(other, customer.path);
  const kept = (await tableOf().get(key)) as { places: { holder: string }[] };
  expect(kept.places.map(({ holder }) => holder)).toContain(asOwner.id);
  await customer.owner.delete(`${customer.path}/members/${other.id}/roles/owner`);
  await withdrawn(customer, asOwner.id);
  expect(await stateOf(customer, asEmployee.id)).toBe("pending");
  const after = (await tableOf().get(key)) as { places: { holder: string }[] };
  expect(after.places.map(({ holder }) => holder)).toEqual([customer.owner.id]);
});

test("takes back nothing from who keeps the right, nor what another has sent again", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin", "employee"]);
  const { body } = await invite(admin, customer.path);
  await customer.owner.delete(`${customer.path}/members/${admin.id}/roles/employee`);
  const marker = await aMember(customer, ["admin"]);
  const { body: other } = await invite(marker, customer.path);
  await customer.owner.delete(`${customer.path}/members/${marker.id}`, { "if-match": "*" });
  await withdrawn(customer, other.id);
  expect(await stateOf(customer, body.id)).toBe("pending");
});

/** Two admins by a group alone, each with an invitation out. */
async function invitingThroughGroup() {
  const customer = await aCustomer();
  const people = [await aPerson(), await aPerson()];
  const group = await aGroup(customer, ["admin"], people);
  const sent = await inTurn(people, async (person) => invite(person, customer.path));
  return { customer, group, people, ids: sent.map(({ body }) => body.id as string) };
}

const ways: [
  string,
  (given: Awaited<ReturnType<typeof invitingThroughGroup>>) => Promise<Answer>,
][] = [
  [
    "loses its role",
    ({ customer: { owner, path }, group }) =>
      owner.delete(`${path}/members/${group.id}/roles/admin`),
  ],
  ["is deleted", ({ customer: { owner }, group }) => owner.delete(group.path, any)],
];

test.each(ways)(
  "takes back what members of a group offered that %s, and names each to the owners",
  async (_, lose) => {
    const given = await invitingThroughGroup();
    const { customer, ids, people } = given;
    const { body: own } = await invite(customer.owner, customer.path);
    expect((await lose(given)).status).toBeLessThan(300);
    for (const id of ids) await withdrawn(customer, id);
    expect(await stateOf(customer, own.id)).toBe("pending");
    await mailTo(customer.owner.email, undefined, { ...about, count: 2 });
    const mails = await mailsTo(customer.owner.email);
    for (const { email } of people)
      expect(mails.filter(({ body }) => unspaced(body.text).includes(email))).toHaveLength(1);
  },
);

test("tells the owners of all that somebody had offered, however much it is", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const person = await aPerson();
  const group = await aGroup(customer, ["admin"], [person]);
  const invitations = Array.from({ length: 101 }, () => planFor());
  const { body } = await person.post(`${path}/invitations/bulk`, { invitations });
  expect(body.created).toBe(invitations.length);
  await owner.delete(`${path}/members/${group.id}/roles/admin`);
  await mailTo(owner.email, undefined, { ...about, count: 2 });
  const told = (await mailsTo(owner.email)).map(({ subject }) => subject);
  for (const some of [/^100 invitations/, /^An invitation/])
    expect(told.filter((subject) => some.test(subject))).toHaveLength(1);
});

test("keeps what members of such a group offered who may invite by a role of their own", async () => {
  const given = await invitingThroughGroup();
  const { customer, group, ids, people } = given;
  const { owner, path } = customer;
  await owner.put(`${path}/members/${people[0]?.id}/roles/admin`);
  await owner.delete(`${path}/members/${group.id}/roles/admin`);
  await withdrawn(customer, ids[1] as string);
  expect(await stateOf(customer, ids[0] as string)).toBe("pending");
});

test("takes back what was offered by a role that no longer gives the right", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const permissions = [
    "customer.members.view",
    "customer.members.grant",
    "customer.things.view",
    "customer.edit",
  ];
  await owner.post(`${path}/roles`, { id: "host", name: "Host", permissions });
  const host = await aMember(customer, ["host"]);
  const { body } = await invite(host, path);
  expect(await stateOf(customer, body.id)).toBe("pending");
  const fewer = permissions.filter((one) => one !== "customer.edit");
  await owner.patch(`${path}/roles/host`, { permissions: fewer }, any);
  const least = fewer.filter((one) => one !== "customer.members.grant");
  await owner.patch(`${path}/roles/host`, { permissions: least }, any);
  await withdrawn(customer, body.id);
  const { body: mail } = await mailTo(owner.email, undefined, about);
  expect(unspaced(mail.text)).toContain(host.email);
});

/** Gives somebody a role, by themselves or through a group, and answers how it is taken from them. */
async function given(customer: Customer, person: string, role: string, by: string) {
  const { path, owner } = customer;
  const group = by === "a group" && (await aGroup(customer, [role], [{ id: person }]));
  const at = group ? `${group.path}/members/${person}` : `${path}/members/${person}/roles/${role}`;
  if (!group) await owner.put(at);
  return () => owner.delete(at);
}

test.each([
  ["a role", "a role"],
  ["a role", "a group"],
  ["a group", "a role"],
  ["a group", "a group"],
])(
  "takes back the offer alone of what its inviter, who may invite by %s, had by %s",
  async (...by) => {
    const customer = await aCustomer();
    const { owner, path } = customer;
    const permissions = ["customer.members.view", "customer.members.grant"];
    await owner.post(`${path}/roles`, { id: "host", name: "Host", permissions });
    const things = ["customer.things.manage"];
    await owner.post(`${path}/roles`, { id: "keeper", name: "Keeper", permissions: things });
    const person = await aPerson();
    await given(customer, person.id, "host", by[0]);
    const lose = await given(customer, person.id, "keeper", by[1]);
    const { body } = await invite(person, path, { roles: ["keeper"] });
    const { body: kept } = await invite(person, path, { roles: ["host"] });
    expect((await lose()).status).toBeLessThan(300);
    await withdrawn(customer, body.id);
    expect(await stateOf(customer, kept.id)).toBe("pending");
    const { body: mail } = await mailTo(owner.email, undefined, about);
    expect(unspaced(mail.text)).toContain(person.email);
  },
);
