import { expect, test } from "vitest";
import { newId as newGroupId } from "../../../shared/model/id.ts";
import { groupEntry } from "../../../shared/model/user.ts";
import { keys } from "../../../shared/table/schema.ts";
import { newAddress, signIn } from "../../support/api.ts";
import { copied } from "../../support/copied.ts";
import {
  aCustomer,
  aGroup,
  aMember,
  anInvitation,
  aPerson,
  aProject,
  askFor,
  inTurn,
  type Person,
} from "../../support/given.ts";
import { mailsTo, mailTo, tokenIn } from "../../support/inbox.ts";
import { invite, planFor, sentAgo } from "../../support/invite.ts";
import { codeOf } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

const accept = "/v1/invitations/accept";
const inGroups = (...groups: { id: string }[]) => ({
  groups: groups.map(({ id }) => ({ group: id })),
});
const membersOf = async (owner: Person, group: { path: string }) =>
  (await owner.get(`${group.path}/members`)).body.items.map(({ id }: { id: string }) => id);

test("the mail, the preview and the acceptance name the groups, and somebody new is in them", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const project = await aProject(customer);
  const groups = [await aGroup(customer, ["admin"]), await aGroup(customer)];
  await owner.put(`${project.path}/members/${groups[1]?.id}/roles/reader`);
  const {
    id,
    email,
    token,
    nobody,
    body: made,
  } = await anInvitation(customer, inGroups(...groups));
  expect(made.groups).toEqual(inGroups(...groups).groups);
  const mail = await mailTo(email);
  expect(mail.body.text).toMatch(/Your groups:?\s+Night shift and Night shift/);
  const { body: preview } = await nobody.post("/v1/invitations/preview", { token });
  expect(preview.groups).toEqual(
    groups.map((one) => ({ group: one.id, displayName: "Night shift" })),
  );
  const { status, body } = await nobody.post(accept, { token });
  expect([status, body.groups, body.skipped]).toEqual([200, inGroups(...groups).groups, []]);
  for (const group of groups) expect(await membersOf(owner, group)).toEqual([body.principal]);
  const grace = await signIn(email);
  expect((await grace.post(`${path}/invitations`, planFor())).status).toBe(201);
  expect((await grace.get(project.path)).status).toBe(200);
  const mine = (await grace.get("/v1/me")).body.groups.map((one: { id: string }) => one.id);
  expect(mine.sort()).toEqual(groups.map((one) => one.id).sort());
  const { body: events } = await owner.get(`${path}/events?type=customer.group.member.added`);
  expect(events.items.map((one: { after: object }) => one.after)).toEqual(
    expect.arrayContaining(groups.map((one) => ({ group: one.id }))),
  );
  const again = await nobody.post(accept, { token });
  expect([again.status, again.body]).toEqual([200, body]);
  const { body: offers } = await owner.get(`${path}/events?type=customer.invitation.created`);
  expect(offers.items.find((one: { subject: string }) => one.subject === id)).toMatchObject({
    after: { groups: groups.map((one) => one.id) },
  });
});

test("who was in one already stays in it, and comes into the others, into 200 at most", async () => {
  const customer = await aCustomer();
  const [person, owner] = [await aPerson(), customer.owner];
  const groups = [await aGroup(customer, [], [person]), await aGroup(customer)];
  const { body } = await invite(owner, customer.path, {
    email: person.email,
    ...inGroups(...groups),
  });
  const answer = await person.post(`/v1/me/invitations/${body.id}/accept`);
  expect([answer.status, answer.body.skipped]).toEqual([200, []]);
  for (const group of groups) expect(await membersOf(owner, group)).toEqual([person.id]);
  const full = await aPerson();
  const entries = Array.from({ length: 199 }, () =>
    groupEntry(customer.id, newGroupId("group", new Date())),
  );
  const key = keys.user({ user: full.id });
  await copied(key);
  await tableOf().change(key, { groups: new Set(entries) });
  const offered = await invite(owner, customer.path, { email: full.email, ...inGroups(...groups) });
  const { status, body: got } = await full.post(`/v1/me/invitations/${offered.body.id}/accept`);
  expect([status, got.groups]).toEqual([200, inGroups(...groups.slice(0, 1)).groups]);
  expect(got.skipped).toEqual([
    { kind: "group", id: groups[1]?.id, reason: "Nobody is in more than 200 groups." },
  ]);
  const entered = [groupEntry(customer.id, groups[0]?.id as string)];
  await tableOf().change(key, { groups: new Set(entered) });
  const twice = await invite(
    owner,
    customer.path,
    inGroups(groups[0] as { id: string }, groups[0] as { id: string }),
  );
  expect(codeOf(twice)).toEqual([400, "invalid"]);
});

test("a group that is gone, gives more by now, or is out of the inviter's hands is left out", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const role = {
    id: "gate-keeper",
    name: "Gate keeper",
    permissions: ["customer.view", "customer.members.grant", "customer.groups.manage"],
  };
  expect((await owner.post(`${path}/roles`, role)).status).toBe(201);
  const inviter = await aMember(customer, ["employee", "gate-keeper"]);
  const [gone, more, stays] = [
    await aGroup(customer),
    await aGroup(customer),
    await aGroup(customer),
  ];
  const email = newAddress("invited");
  const offered = await invite(inviter, path, { email, ...inGroups(gone, more, stays) });
  expect(offered.status).toBe(201);
  const token = tokenIn(await mailTo(email));
  expect((await owner.delete(gone.path, { "if-match": "*" })).status).toBe(202);
  await owner.put(`${path}/members/${more.id}/roles/employee`);
  const preview = (await owner.post("/v1/invitations/preview", { token })).body;
  expect(preview.groups.map((one: { group: string }) => one.group)).toEqual([more.id, stays.id]);
  const { body } = await owner.post(accept, { token });
  expect(body.groups).toEqual(inGroups(stays).groups);
  expect(body.skipped).toEqual([
    { kind: "group", id: gone.id, reason: "This group does not exist any more." },
    { kind: "group", id: more.id, reason: "It gives more by now than when you were invited." },
  ]);
  expect(await membersOf(owner, stays)).toEqual([body.principal]);
  expect(await membersOf(owner, more)).toEqual([]);
  const later = await invite(inviter, path, { email: newAddress(), ...inGroups(stays) });
  const without = { permissions: ["customer.view", "customer.members.grant"] };
  const changed = await owner.patch(`${path}/roles/gate-keeper`, without, { "if-match": "*" });
  expect(changed.status).toBe(200);
  const late = await owner.post(accept, { token: tokenIn(await mailTo(later.body.email)) });
  expect([late.body.groups, late.body.skipped[0]?.reason]).toEqual([
    [],
    "Whoever invited you may no longer put people into it.",
  ]);
});

test("nobody offers groups that are unknown, or give more than they hold", async () => {
  const [customer, other] = [await aCustomer(), await aCustomer()];
  const { owner, path } = customer;
  const role = {
    id: "greeter",
    name: "Greeter",
    permissions: ["customer.view", "customer.members.grant"],
  };
  await owner.post(`${path}/roles`, role);
  const greeter = await aMember(customer, ["greeter"]);
  const keeper = {
    id: "keeper",
    name: "Keeper",
    permissions: [...role.permissions, "customer.groups.manage"],
  };
  await owner.post(`${path}/roles`, keeper);
  const gateKeeper = await aMember(customer, ["keeper"]);
  const [plain, strong, foreign] = [
    await aGroup(customer),
    await aGroup(customer, ["admin"]),
    await aGroup(other),
  ];
  const project = await aProject(customer);
  const onProject = await aGroup(customer, ["employee"]);
  await owner.put(`${project.path}/members/${onProject.id}/roles/reader`);
  const plan = (...groups: { id: string }[]) => ({
    ...planFor(),
    roles: ["greeter"],
    ...inGroups(...groups),
  });
  const unknown = await owner.post(`${path}/invitations`, plan(plain, foreign));
  expect([...codeOf(unknown), unknown.body.errors[0].pointer]).toEqual([
    400,
    "invalid",
    "/groups/1/group",
  ]);
  expect(codeOf(await greeter.post(`${path}/invitations`, plan(plain)))).toEqual([
    403,
    "forbidden",
  ]);
  const refused = await inTurn([strong, onProject], (one) =>
    gateKeeper.post(`${path}/invitations`, plan(one)),
  );
  for (const one of refused) expect(codeOf(one)).toEqual([403, "forbidden"]);
  expect((await gateKeeper.post(`${path}/invitations`, plan(plain))).status).toBe(201);
  const many = await inTurn(Array.from({ length: 11 }), () => aGroup(customer));
  expect(codeOf(await owner.post(`${path}/invitations`, plan(...many)))).toEqual([400, "invalid"]);
  const entries = [plan(plain), plan(foreign), plan(strong)];
  const bulk = await gateKeeper.post(`${path}/invitations/bulk`, { invitations: entries });
  expect(bulk.body.results.map((one: { code?: string }) => one.code)).toEqual([
    undefined,
    "invalid",
    "forbidden",
  ]);
});

test("nobody sends again what offers a group that gives more than they hold", async () => {
  const customer = await aCustomer();
  const { owner, path, id: at } = customer;
  const keeper = ["customer.view", "customer.members.grant", "customer.groups.manage"];
  await owner.post(`${path}/roles`, { id: "keeper", name: "Keeper", permissions: keeper });
  const other = await aMember(customer, ["keeper"]);
  const group = await aGroup(customer, ["admin"]);
  const { id } = await anInvitation(customer, { roles: ["keeper"], ...inGroups(group) });
  await sentAgo({ customer: at, id }, 5);
  const again = (by: Person) => by.post(`${path}/invitations/${id}/resend`);
  expect(codeOf(await again(other))).toEqual([403, "forbidden"]);
  expect((await again(owner)).status).toBe(200);
});

test("many invitations name fifty different groups between them at most", async () => {
  const { owner, path } = await aCustomer();
  const plan = () => ({
    ...planFor(),
    groups: Array.from({ length: 10 }, () => ({ group: newGroupId("group", new Date()) })),
  });
  const invitations = Array.from({ length: 6 }, plan);
  const { status, body } = await owner.post(`${path}/invitations/bulk`, { invitations });
  expect([status, body.errors]).toMatchObject([400, [{ pointer: "/invitations" }]]);
});

test("an invitation into a group that gives something waits for approval, and says so", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const second = await aMember(customer, ["admin"]);
  for (const [id, permission] of [
    ["greeter", "customer.members.grant"],
    ["keeper", "customer.groups.manage"],
  ]) {
    const permissions = ["customer.view", permission];
    expect((await owner.post(`${path}/roles`, { id, name: id, permissions })).status).toBe(201);
  }
  const inviter = await aMember(customer, ["employee", "greeter", "keeper"]);
  const [group, plain] = [await aGroup(customer, ["admin"]), await aGroup(customer)];
  await askFor(customer, 2);
  const agree = ({ body }: { body: { id: string } }) =>
    second.post(`${path}/access-requests/${body.id}/approve`);
  const email = newAddress("invited");
  const asked = await invite(owner, path, { email, ...inGroups(group) });
  expect([asked.status, asked.body.kind]).toEqual([202, "invitation"]);
  expect(asked.body.asks.groups).toEqual(inGroups(group).groups);
  const late = await invite(inviter, path, inGroups(plain));
  expect((await owner.delete(`${path}/members/${inviter.id}/roles/keeper`)).status).toBe(200);
  expect(codeOf(await agree(late))).toEqual([409, "request_lapsed"]);
  expect(await mailsTo(email)).toEqual([]);
  expect((await agree(asked)).body.state).toBe("approved");
  const token = tokenIn(await mailTo(email));
  const accepted = await owner.post(accept, { token });
  expect([accepted.body.skipped, accepted.body.groups]).toEqual([[], inGroups(group).groups]);
  expect(await membersOf(owner, group)).toEqual([accepted.body.principal]);
});
