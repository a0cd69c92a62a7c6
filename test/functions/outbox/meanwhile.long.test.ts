import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import {
  aCustomer,
  aGroup,
  aKey,
  aMember,
  anAdminGroup,
  anApiUser,
  aPerson,
  aProject,
  type Person,
} from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { mailsTo, tokenIn, until } from "../../support/inbox.ts";
import { disable, invite, sentAgo } from "../../support/invite.ts";
import { tableOf } from "../../support/table.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  // Letters wait for the sweep, so that something can happen before they are sent.
  host = await startHost({ streamFaults: { seed: 1, lost: true }, schedulesByHand: true });
});
afterAll(() => host.end());

/** Sends everything that waits, as sweeps a minute later do. */
async function sweep() {
  host.move(61_000);
  await host.tick("Sweep");
  await until(async () => {
    const items = await tableOf(host).all();
    const [tasks, steps] = [
      items.filter(({ kind, task }) => kind === "task" && task !== "project-deleted"),
      items.filter(({ kind, state }) => kind === "operation" && state !== "done"),
    ];
    return tasks.length + steps.length === 0;
  }, "the end of all cascades");
  host.move(61_000);
  await host.tick("LetterSweep");
  // The clock has started a sweep too, which may be in the middle of a letter.
  await until(async () => {
    const letters = (await tableOf(host).all()).filter(({ kind }) => kind === "letter");
    return letters.every(({ pk, state }) => state !== "claimed" || pk.includes("broken"));
  }, "the end of all sweeps");
}

const subjects = async ({ email }: { email: string }) =>
  (await mailsTo(email, host)).map(({ subject }) => subject);

const stateOf = async (event: string, recipient: string) =>
  (await tableOf(host).get(keys.letter({ event, recipient })))?.state;

async function lastEvent(customer: { path: string; owner: Person }, type: string) {
  const { body } = await customer.owner.get(`${customer.path}/events?type=${type}`);
  return body.items[0].id as string;
}

test("sends what the stream lost", async () => {
  const customer = await aCustomer(host);
  const { body } = await invite(customer.owner, customer.path);
  const person = await aMember(customer, ["employee"], host);
  expect(await subjects(person)).toEqual([]);
  await sweep();
  const [mail] = await mailsTo(body.email, host);
  expect(tokenIn(mail as never)).toContain(body.id);
  expect(await subjects(person)).toHaveLength(1);
  await sweep();
  expect(await subjects(person)).toHaveLength(1);
});

test("ends what somebody may no longer offer who was removed and came back before anybody looked", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const admin = await aMember(customer, ["employee", "admin"], host);
  const { body: offer } = await invite(admin, path);
  const apiUser = await anApiUser(customer);
  const key = await aKey(apiUser, admin, {}, host);
  await owner.delete(`${path}/members/${admin.id}/roles/admin`);
  await owner.delete(`${path}/members/${admin.id}`, { "if-match": "*" });
  await owner.put(`${path}/members/${admin.id}/roles/employee`);
  // As if the clock of whoever let them in again were behind.
  const of = keys["customer binding"]({ principal: admin.id, customer: customer.id });
  await tableOf(host).change(of, { since: offer.id.replace("inv", "evt") });
  await sweep();
  expect((await key.caller.get(path)).status).toBe(401);
  expect((await owner.get(`${path}/invitations/${offer.id}`)).body.state).toBe("revoked");
});

test("says nothing of what a group gave that somebody has again, nor to who came later", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const [back, moved, late, brief] = [
    await aMember(customer, ["employee"], host),
    await aMember(customer, ["employee"], host),
    await aMember(customer, ["employee"], host),
    await aMember(customer, ["employee"], host),
  ];
  const group = await aGroup(customer, ["admin"], [back, moved]);
  await sweep();
  await owner.delete(`${group.path}/members/${back.id}`);
  const left = await lastEvent(customer, "customer.group.member.removed");
  await owner.put(`${group.path}/members/${back.id}`);
  await owner.put(`${group.path}/members/${brief.id}`);
  const came = await lastEvent(customer, "customer.group.member.added");
  await owner.delete(`${group.path}/members/${brief.id}`);
  await sweep();
  expect(await stateOf(left, back.id)).toBe("dropped");
  expect(await stateOf(came, brief.id)).toBe("dropped");
  await owner.put(`${group.path}/members/${brief.id}`);
  const again = await lastEvent(customer, "customer.group.member.added");
  await owner.delete(`${path}/members/${group.id}`, { "if-match": "*" });
  const lost = await lastEvent(customer, "customer.member.removed");
  await owner.put(`${group.path}/members/${late.id}`);
  await owner.put(`${path}/members/${moved.id}/roles/admin`);
  await sweep();
  expect(await stateOf(lost, back.id)).toBe("sent");
  expect(await stateOf(again, brief.id)).toBe("dropped");
  expect(await stateOf(lost, moved.id)).toBeUndefined();
  expect(await stateOf(lost, late.id)).toBeUndefined();
  const gone = await aGroup(customer, ["admin"], [moved]);
  await sweep();
  await owner.delete(gone.path, { "if-match": "*" });
  const deleted = await lastEvent(customer, "customer.group.deleted");
  await sweep();
  expect(await stateOf(deleted, moved.id)).toBeUndefined();
  expect((await subjects(back)).filter((one) => /have changed/.test(one))).toHaveLength(1);
});

test("says nothing of what a group gives no more, into which somebody came", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const [changed, ended] = [await aGroup(customer, ["admin"]), await aGroup(customer)];
  const { body } = await owner.get(`${path}/events`);
  const expiresAt = new Date(Date.parse(body.items[0].at) + 30_000).toISOString();
  await owner.put(`${path}/members/${ended.id}/roles/employee`, { expiresAt });
  const person = await aPerson(undefined, host);
  for (const group of [changed, ended]) await owner.put(`${group.path}/members/${person.id}`);
  await owner.put(`${path}/members/${changed.id}/roles/employee`);
  await owner.delete(`${path}/members/${changed.id}/roles/admin`);
  const came = await owner.get(`${path}/events?type=customer.group.member.added`);
  await sweep();
  for (const { id } of came.body.items) expect(await stateOf(id, person.id)).toBe("dropped");
  expect(came.body.items).toHaveLength(2);
});

test("says nothing of access that is gone again", async () => {
  const customer = await aCustomer(host);
  const person = await aMember(customer, ["employee"], host);
  const event = await lastEvent(customer, "customer.member.added");
  await customer.owner.delete(`${customer.path}/members/${person.id}`, { "if-match": "*" });
  await sweep();
  expect(await stateOf(event, person.id)).toBe("dropped");
  expect(await subjects(person)).toHaveLength(1);
});

test("says nothing of a removal that was undone", async () => {
  const customer = await aCustomer(host);
  const person = await aMember(customer, ["employee"], host);
  await sweep();
  await customer.owner.delete(`${customer.path}/members/${person.id}`, { "if-match": "*" });
  const event = await lastEvent(customer, "customer.member.removed");
  await customer.owner.put(`${customer.path}/members/${person.id}/roles/employee`);
  await sweep();
  expect(await stateOf(event, person.id)).toBe("dropped");
  expect((await person.get(customer.path)).status).toBe(200);
});

test("says nothing of a role that was taken again", async () => {
  const customer = await aCustomer(host);
  const person = await aMember(customer, ["employee"], host);
  await sweep();
  const at = `${customer.path}/members/${person.id}/roles/admin`;
  await customer.owner.put(at);
  const event = await lastEvent(customer, "customer.member.changed");
  await customer.owner.delete(at);
  await sweep();
  expect(await stateOf(event, person.id)).toBe("dropped");
});

test("says nothing of a project role that was taken again, or whose project is gone", async () => {
  const customer = await aCustomer(host);
  const [stays, goes] = [await aProject(customer), await aProject(customer)];
  const person = await aMember(customer, ["employee"], host);
  await sweep();
  for (const { path } of [stays, goes])
    await customer.owner.put(`${path}/members/${person.id}/roles/user`);
  const granted = await customer.owner.get(
    `${customer.path}/events?type=customer.project.member.added`,
  );
  await customer.owner.delete(`${stays.path}/members/${person.id}`, { "if-match": "*" });
  await customer.owner.post(`${goes.path}/delete`, { confirm: goes.id, reason: "Over" });
  await sweep();
  for (const { id } of granted.body.items) expect(await stateOf(id, person.id)).toBe("dropped");
});

test("writes nothing to people who are disabled or deleted", async () => {
  const customer = await aCustomer(host);
  const [one, other] = [
    await aMember(customer, ["employee"], host),
    await aMember(customer, ["employee"], host),
  ];
  await disable(one.id, host);
  await tableOf(host).change(keys.user({ user: other.id }), { status: "deleted" });
  await sweep();
  expect([...(await subjects(one)), ...(await subjects(other))]).toEqual([]);
});

test("sends no link of an invitation that was revoked, replaced or belongs to a closing customer", async () => {
  const [customer, closing] = [await aCustomer(host), await aCustomer(host)];
  const { body: revoked } = await invite(customer.owner, customer.path);
  const { body: resent } = await invite(customer.owner, customer.path);
  const { body: dead } = await invite(closing.owner, closing.path);
  await customer.owner.delete(`${customer.path}/invitations/${revoked.id}`);
  await sentAgo(resent, 2, {}, host);
  await customer.owner.post(`${customer.path}/invitations/${resent.id}/resend`);
  await tableOf(host).change(keys.customer({ customer: closing.id }), { status: "deleting" });
  await sweep();
  expect(await subjects(revoked)).toEqual([]);
  expect(await subjects(dead)).toEqual([]);
  expect(await subjects(resent)).toHaveLength(1);
});

test("shows a changed name in the lists though the stream lost it", async () => {
  const customer = await aCustomer(host);
  const person: Person = await aMember(customer, ["employee"], host);
  await person.patch("/v1/me", { firstName: "Grace" }, { "if-match": "*" });
  await sweep();
  const shown = async () =>
    (await customer.owner.get(`${customer.path}/members/${person.id}`)).body.principal.firstName;
  await until(async () => (await shown()) === "Grace", "the new name in the list");
});

test("holds up nothing behind a letter that cannot be read", async () => {
  const customer = await aCustomer(host);
  const { body } = await invite(customer.owner, customer.path);
  const event = await lastEvent(customer, "customer.invitation.created");
  const broken = await tableOf(host).get(keys.letter({ event, recipient: body.id }));
  const [early, ...later] = Array.from({ length: 8 }, (_, i) => `DUE#letter#${i}`);
  for (const [i, duepk] of [early, ...later].entries())
    await tableOf(host).put({
      ...broken,
      ...keys.letter({ event: `evt_broken${i}`, recipient: "x" }),
      letter: "no such letter",
      duepk,
      duesk: "2020-01-01T00:00:00.000Z#",
    });
  await sweep();
  expect(await subjects(body)).toHaveLength(1);
});

type Seven = [Person, Person, Person, Person, Person, Person, Person];

test("says nothing of roles on the platform that are others by then, nor to who is out or disabled", async () => {
  const admin = await aPerson("admin@example.org", host);
  const platform = "/v1/platform";
  const people = [];
  for (let i = 0; i < 7; i++) people.push(await aPerson(undefined, host));
  const [brief, back, off, out, member, late, often] = people as Seven;
  const roles = ({ id }: { id: string }) => `${platform}/admins/${id}/roles`;
  const disabled = ({ id }: Person) =>
    admin.post(`${platform}/users/${id}/disable`, { reason: "Away" });
  await admin.put(`${roles(back)}/ops-support`);
  const group = await anAdminGroup([], [out, member], host);
  await sweep();
  expect(await subjects(back)).toEqual(["You now have a role on the platform"]);
  await admin.put(`${roles(brief)}/ops-support`);
  await admin.delete(`${roles(brief)}/ops-support`);
  await admin.delete(`${roles(back)}/ops-support`);
  await admin.put(`${roles(back)}/ops-support`);
  await admin.put(`${roles(off)}/ops-support`);
  await disabled(off);
  const count = { caller: admin.id, what: `letters to ${often.id}` };
  const window = new Date(host.now()).toISOString().slice(0, 10);
  const ids = new Set(Array.from({ length: 50 }, (_, i) => `evt_${i}`));
  const full = { ...keys.rate({ ...count, window }), kind: "rate", ids };
  await tableOf(host).put(full);
  await admin.put(`${roles(often)}/ops-support`);
  await admin.put(`${roles(group)}/ops-support`);
  await admin.put(`${group.path}/members/${late.id}`);
  host.move(61_000);
  await host.tick("Sweep");
  const isWritten = async () =>
    (await tableOf(host).all()).some(
      ({ kind, recipient }) => kind === "letter" && recipient === out.id,
    );
  await until(isWritten, "the letter");
  await admin.delete(`${group.path}/members/${out.id}`);
  await sweep();
  expect(await subjects(brief)).toEqual(["Your role on the platform has ended"]);
  expect(await subjects(back)).toEqual(Array(2).fill("You now have a role on the platform"));
  for (const one of [off, often]) expect(await subjects(one)).toEqual([]);
  expect(await subjects(out)).toEqual(["Your roles on the platform have changed"]);
  for (const one of [member, late])
    expect(await subjects(one)).toEqual(["You now have a role on the platform"]);
});
