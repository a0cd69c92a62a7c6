import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { fillBindings, fillProjects } from "../../bench/cascade/fill.ts";
import { aCustomerGroup, aTopGroup } from "../../support/below.ts";
import {
  aMemberOfProjects,
  done,
  giveProjects,
  heldOn,
  receiptOf,
  removeMember,
} from "../../support/cascades.ts";
import { copied } from "../../support/copied.ts";
import {
  aCustomer,
  aGroup,
  aMember,
  anAdminGroup,
  aPerson,
  aProject,
  inTurn,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { mailsTo, mailTo, until } from "../../support/inbox.ts";
import { invite } from "../../support/invite.ts";
import { any, aTree } from "../../support/moves.ts";
import { ended } from "../../support/operations.ts";
import { tableOf } from "../../support/table.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterEach(() => host.suffer());
afterAll(() => host.end());

type Customer = Awaited<ReturnType<typeof aCustomer>>;

const minutes = (count: number) => count * 60_000;

test("takes the project access of a removed member, says what it took and writes one mail", async () => {
  const customer = await aCustomer(host);
  const { member, projects } = await aMemberOfProjects(host, customer, 3);
  const other = await aMember(customer, ["employee"], host);
  await customer.owner.put(`${projects[0]?.path}/members/${other.id}/roles/reader`);
  const operation = await removeMember(customer, member);
  expect(await done(customer, operation)).toMatchObject({ removed: 3, subject: member.id });
  expect(await heldOn(host, customer, member.id)).toEqual([]);
  expect(await heldOn(host, customer, other.id)).toHaveLength(1);
  expect(await receiptOf(host, operation)).toEqual(projects.map(({ id }) => id).sort());
  const { body } = await customer.owner.get(
    `${customer.path}/events?type=customer.access.cascaded&subject=${member.id}`,
  );
  expect(body.items).toHaveLength(1);
  expect(body.items[0]).toMatchObject({ subject: member.id, after: { operation, removed: 3 } });
  const mail = await mailTo(member.email, host, { about: /ended|removed|no longer/i });
  for (const { id } of projects) expect(mail.body.text).toContain(`Project ${id}`);
});

test("goes on at once where somebody was removed and came back before anybody looked what a lost role leaves", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const admin = await aMember(customer, ["employee", "admin"], host);
  const { body: offer } = await invite(admin, path);
  const back = Promise.withResolvers<void>();
  host.suffer(async ({ functionId, operation }) => {
    if (functionId.startsWith("Worker") && operation === "BatchGetItem") await back.promise;
    return undefined;
  });
  await owner.delete(`${path}/members/${admin.id}/roles/admin`);
  await owner.delete(`${path}/members/${admin.id}`, { "if-match": "*" });
  await owner.put(`${path}/members/${admin.id}/roles/employee`);
  back.resolve();
  const isRevoked = async () =>
    (await owner.get(`${path}/invitations/${offer.id}`)).body.state === "revoked";
  await until(isRevoked, "the invitation to end");
  const { body } = await owner.get(`${path}/operations`);
  for (const { id } of body.items) expect((await ended(owner, id)).state).toBe("done");
});

test("keeps what was granted after the removal, and nothing from before", async () => {
  const customer = await aCustomer(host);
  const { member, projects } = await aMemberOfProjects(host, customer, 2);
  const [before, after] = projects;
  const operation = await removeMember(customer, member);
  await customer.owner.put(`${customer.path}/members/${member.id}/roles/employee`);
  expect((await member.get(before?.path ?? "")).status).toBe(404);
  await customer.owner.put(`${after?.path}/members/${member.id}/roles/reader`);
  await done(customer, operation);
  expect((await member.get(before?.path ?? "")).status).toBe(404);
  expect((await member.get(after?.path ?? "")).status).toBe(200);
  expect(await heldOn(host, customer, member.id)).toMatchObject([
    { project: after?.id, roles: { reader: {} } },
  ]);
});

test("has nobody found at a customer they left, by a renewal elsewhere that began before", async () => {
  const [here, elsewhere] = [await aCustomer(host), await aCustomer(host)];
  const member = await aMember(here, ["employee"], host);
  await elsewhere.owner.put(`${elsewhere.path}/members/${member.id}/roles/employee`);
  const { pk } = keys.user({ user: member.id });
  const indexed = async () =>
    (await tableOf(host).partition(pk)).filter(({ kind }) => kind === "search phrase");
  const scopes = async () => [...new Set((await indexed()).map(({ scope }) => scope))].sort();
  const everywhere = ["*", here.id, elsewhere.id].sort();
  await until(async () => `${await scopes()}` === `${everywhere}`, "the index");
  for (const { sk } of await indexed()) await tableOf(host).remove({ pk, sk: `${sk}` });
  const left = Promise.withResolvers<void>();
  const held = new Promise<void>((isHeld) => {
    let trace: string | undefined;
    host.suffer(async (asked) => {
      const isIndexing = asked.items.some((item) => item.includes(`"${pk}","S#`));
      if (asked.operation !== "TransactWriteItems" || !isIndexing) return undefined;
      trace ??= asked.trace;
      isHeld();
      if (trace === asked.trace) await left.promise;
      return undefined;
    });
  });
  const { body: renewal } = await elsewhere.owner.post(`${elsewhere.path}/people/renew`);
  await held;
  await removeMember(here, member);
  await until(async () => (await scopes()).length > 0, "the index without them");
  left.resolve();
  expect(await ended(elsewhere.owner, renewal.id)).toMatchObject({ state: "done" });
  await until(
    async () => `${await scopes()}` === `${["*", elsewhere.id].sort()}`,
    "the index without the customer they left",
  );
});

test("has a new member found who is given a role on a group of customers while that is written", async () => {
  const [top, here] = [await aCustomer(host), await aCustomer(host)];
  const { path: group } = await aCustomerGroup(top, host);
  const person = await aPerson(undefined, host);
  const key = keys.user({ user: person.id });
  await copied(key, host);
  let given: ReturnType<Person["put"]> | undefined;
  host.suffer(async ({ operation, items }) => {
    const isIndexing = items.some((item) => item.includes(`"${key.pk}","S#`));
    if (operation !== "TransactWriteItems" || !isIndexing) return undefined;
    given ??= top.owner.put(`${group}/members/${person.id}/roles/employee`);
    await given;
    return undefined;
  });
  await here.owner.put(`${here.path}/members/${person.id}/roles/employee`);
  await copied(keys["customer binding"]({ principal: person.id, customer: here.id }), host);
  expect((await given)?.status).toBe(200);
  const { body } = await here.owner.get(`${here.path}/people?q=${person.email.split("@")[0]}`);
  expect(body.people).toMatchObject([{ id: person.id }]);
});

test.each([
  { what: "going on where the step before ended", again: undefined, steps: [100, 51] },
  { what: "and anew where it changes meanwhile", again: "Eve", steps: [100, 151] },
])("shows a new name on more than one step can copy to, $what", async ({ again, steps }) => {
  const customer = await aCustomer(host);
  const member = await aMember(customer, ["employee"], host);
  const rename = (firstName: string) =>
    member.patch("/v1/me", { firstName }, { "if-match": "*" }).then(({ status }) => status);
  const key = keys.user({ user: member.id });
  const record = async () => (await tableOf(host).get(key)) ?? {};
  await copied(key, host);
  const filled = await fillProjects(host, customer, 149, () => {});
  await fillBindings(host, customer, member, filled, () => {});
  const written = new Map<string, Set<string>>();
  const between: Record<string, unknown>[] = [];
  host.suffer(async ({ operation, functionId, trace, items: [item = ""] }) => {
    if (operation !== "UpdateItem" || !functionId.startsWith("Worker")) return undefined;
    if (!item.includes(`P#${member.id}`)) return undefined;
    const isNew = !written.has(trace);
    written.set(trace, (written.get(trace) ?? new Set()).add(item));
    if (!isNew) return undefined;
    if (written.size > 1) between.push(await record());
    else {
      // The first step ends with its first page, as if it had taken half a minute.
      host.move(31_000);
      if (again) await rename(again);
    }
    return undefined;
  });
  expect(await rename("Ida")).toBe(200);
  await copied(key, host);
  const held = await tableOf(host).partition(`P#${member.id}`);
  expect(held.map(({ shown }) => (shown as { firstName: string }).firstName)).toEqual(
    Array.from({ length: 151 }, () => again ?? "Ida"),
  );
  expect([...written.values()].map(({ size }) => size)).toEqual(steps);
  // The stream does not begin again what goes on, and the sweep leaves it two minutes.
  const [{ copies, duesk } = {}] = between;
  expect(copies).toBe(again ? "stale" : "under way");
  const left = Date.parse(String(duesk).slice(0, 24)) - host.now();
  expect(left > 61_000).toBe(!again);
});

test("goes on after the worker is killed, loses nothing and takes nothing twice", async () => {
  const customer = await aCustomer(host);
  const member = await aMember(customer, ["employee"], host);
  const ids = await giveProjects(host, customer, member, 900);
  const operation = await removeMember(customer, member);
  for (let kills = 0; kills < 3; kills++) {
    const { length } = await heldOn(host, customer, member.id);
    await until(async () => (await heldOn(host, customer, member.id)).length < length, "progress");
    await host.kill("Worker");
    host.move(minutes(3));
    await host.tick("Sweep");
  }
  expect(await done(customer, operation)).toMatchObject({ removed: ids.length });
  expect(await heldOn(host, customer, member.id)).toEqual([]);
  expect(await receiptOf(host, operation)).toEqual(ids);
});

test("tells everybody who loses a deleted project once, and looks again for late grants", async () => {
  const customer = await aCustomer(host);
  const project = await aProject(customer);
  const members = [];
  for (let i = 0; i < 2; i++) {
    const member = await aMember(customer, ["employee"], host);
    await customer.owner.put(`${project.path}/members/${member.id}/roles/user`);
    members.push(member);
  }
  const { body } = await customer.owner.post(`${project.path}/delete`, {
    confirm: project.id,
    reason: "It is over",
  });
  await done(customer, body.id);
  const ended = async (email: string) =>
    (await mailsTo(email, host)).filter(({ body: { text } }) => /ended|no longer/i.test(text));
  for (const { id, email } of members) {
    expect(await heldOn(host, customer, id)).toEqual([]);
    await until(async () => (await ended(email)).length === 1, "the mail");
  }
  host.move(minutes(2));
  await host.tick("Sweep");
  for (const { email } of members) expect(await ended(email)).toHaveLength(1);
});

test("withdraws the open invitations of whoever was removed, and tells the owners", async () => {
  const customer = await aCustomer(host);
  const admin = await aMember(customer, ["admin"], host);
  const { body: invitation } = await admin.post(`${customer.path}/invitations`, {
    email: "later@example.org",
    firstName: "Late",
    lastName: "Comer",
    roles: ["employee"],
  });
  await done(customer, await removeMember(customer, admin));
  const { body } = await customer.owner.get(`${customer.path}/invitations/${invitation.id}`);
  expect(body.state).toBe("revoked");
  const mail = await mailTo(customer.owner.email, host, { about: /invit/i });
  expect(mail.body.text).toContain("later@");
});

/** Somebody who loses the access that their project roles rest on, and is let in again. */
async function aLoss(at: Customer, guest: Person, from: string, letInAt: string) {
  const { owner } = at;
  const projects = [await aProject(at), await aProject(at)];
  for (const { path } of projects)
    expect((await owner.put(`${path}/members/${guest.id}/roles/user`)).status).toBe(200);
  const lose = async () => (await owner.delete(from, any)).body.operation;
  const letIn = async () =>
    expect((await owner.put(`${letInAt}/members/${guest.id}/roles/employee`)).status).toBe(200);
  const log = `${at.path}/events?type=customer.access.cascaded&subject=${guest.id}`;
  const events = async () => (await owner.get(log)).body.items;
  return { at, owner, guest, projects, lose, letIn, events };
}

async function aLossFromAbove() {
  const { top, low } = await aTree(host);
  const guest = await aMember(top, ["employee"], host);
  return aLoss(low, guest, `${top.path}/members/${guest.id}`, top.path);
}

async function aLossWithAGroup() {
  const customer = await aCustomer(host);
  const guest = await aPerson(undefined, host);
  const { id } = await aGroup(customer, ["employee"], [guest]);
  const loss = await aLoss(customer, guest, `${customer.path}/members/${id}`, customer.path);
  return { ...loss, group: id };
}

test.each([
  ["who had a role above", aLossFromAbove],
  ["whose group had one", aLossWithAGroup],
] as const)(
  "somebody %s and is let in again while the worker lies dead has lost what they had, and the log says so",
  async (_, aLossOf) => {
    const { at, owner, guest, projects, lose, letIn, events } = await aLossOf();
    const [killed, again] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let kills = 0;
    host.suffer(async ({ functionId, operation, input }) => {
      if (!/^Worker/.test(functionId)) return undefined;
      const said = JSON.stringify(input);
      const isEnd = operation === "DeleteItem" || said.includes('"Delete"');
      if (kills > 0) await again.promise;
      if (kills > 0 || !isEnd || !said.includes(`P#${guest.id}`)) return undefined;
      kills += 1;
      void host.kill("Worker").then(() => killed.resolve());
      return { lose: "answer" };
    });
    const operation = await lose();
    await killed.promise;
    await letIn();
    again.resolve();
    host.move(125_000);
    expect(await ended(owner, operation)).toMatchObject({ state: "done", removed: 2 });
    expect(await events()).toMatchObject([{ subject: guest.id }]);
    expect(await heldOn(host, at, guest.id)).toEqual([]);
    expect((await guest.get(projects[0]?.path ?? "")).status).toBe(404);
    expect((await guest.get(at.path)).status).toBe(200);
  },
);

test("whoever is let in again before what they had has ended keeps it", async () => {
  const { owner, guest, projects, lose, letIn, events } = await aLossFromAbove();
  const [planned, again] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let isPlanned = false;
  host.suffer(async ({ functionId, input }) => {
    if (!/^Worker/.test(functionId)) return undefined;
    if (isPlanned) await again.promise;
    if (!JSON.stringify(input).includes('"access-left"')) return undefined;
    isPlanned = true;
    planned.resolve();
    return undefined;
  });
  const operation = await lose();
  await planned.promise;
  await letIn();
  again.resolve();
  expect(await ended(owner, operation)).toMatchObject({ state: "done", removed: 0 });
  expect(await events()).toEqual([]);
  for (const { path } of projects) expect((await guest.get(path)).status).toBe(200);
});

test("somebody whose group gets its role back before what they had has ended keeps nothing from before", async () => {
  const { at, owner, guest, projects, lose, group } = await aLossWithAGroup();
  const again = Promise.withResolvers<void>();
  host.suffer(async ({ functionId }) => {
    if (/^Worker/.test(functionId)) await again.promise;
    return undefined;
  });
  const operation = await lose();
  expect((await owner.put(`${at.path}/members/${group}/roles/employee`)).status).toBe(200);
  again.resolve();
  expect(await ended(owner, operation)).toMatchObject({ state: "done", removed: 2 });
  expect((await guest.get(at.path)).status).toBe(200);
  for (const { path } of projects) expect((await guest.get(path)).status).toBe(404);
});

test("more members of a group than are seen to at once lose more than one page lists, each once, though the worker is killed", async () => {
  const customer = await aCustomer(host);
  const people = await Promise.all(Array.from({ length: 21 }, () => aPerson(undefined, host)));
  const group = await aGroup(customer, ["employee"], people);
  const projects = await inTurn([1, 2, 3, 4], () => aProject(customer));
  const places = projects.flatMap(({ path }) => people.map(({ id }) => `${path}/members/${id}`));
  for (const place of places)
    expect((await customer.owner.put(`${place}/roles/user`)).status).toBe(200);
  const kills = killingAtRemovals((said) => people.some(({ id }) => said.includes(`P#${id}`)), 2);
  const lost = await customer.owner.delete(`${customer.path}/members/${group.id}`, any);
  const end = await ended(customer.owner, lost.body.operation);
  expect(end).toMatchObject({ state: "done", removed: places.length, members: people.length });
  expect(kills()).toBe(2);
  for (const { id } of people) expect(await heldOn(host, customer, id)).toEqual([]);
  const [first] = people;
  const mail = await mailTo(String(first?.email), host, { about: /ended/ });
  for (const { id } of projects) expect(mail.body.text).toContain(`Project ${id}`);
});

test("what rested on a deleted group of the platform goes though the worker is killed after each of its first removals", async () => {
  const [admin, customer, spare] = [
    await theAdmin(host),
    await aCustomer(host),
    await aCustomer(host),
  ];
  const { owner, path } = customer;
  const onCustomers = await aTopGroup(admin, [customer, spare], host);
  const person = await aPerson(undefined, host);
  const group = await anAdminGroup([], [person], host);
  await admin.put(`${onCustomers.path}/members/${group.id}/roles/employee`);
  const [one, other] = [await aProject(customer), await aProject(customer)];
  for (const project of [one, other])
    expect((await owner.put(`${project.path}/members/${person.id}/roles/user`)).status).toBe(200);
  const isOfPerson = (said: string) => said.includes(`P#${person.id}`);
  const kills = killingAtRemovals(isOfPerson, 3);
  const { body } = await admin.delete(group.path, any);
  const end = await ended(admin, body.id);
  expect((await owner.put(`${path}/members/${person.id}/roles/employee`)).status).toBe(200);
  expect((await person.get(one.path)).status).toBe(404);
  expect(await heldOn(host, customer, person.id)).toEqual([]);
  expect(end).toMatchObject({ state: "done", removed: 2, members: 1 });
  expect(kills()).toBe(3);
  const mail = await mailTo(person.email, host, { about: /have changed|ended/ });
  for (const { id } of [one, other]) expect(mail.body.text).toContain(`Project ${id}`);
});

/** Kills the worker after removals of its own, each once it is done. */
function killingAtRemovals(isMeant: (said: string) => boolean, atMost: number) {
  let kills = 0;
  let isDying = false;
  host.suffer(({ functionId, operation, input }) => {
    const said = JSON.stringify(input);
    const isRemoval = operation === "DeleteItem" || said.includes('"Delete"');
    if (!/^Worker/.test(functionId) || !isRemoval || !isMeant(said)) return undefined;
    if (isDying || kills === atMost) return undefined;
    kills += 1;
    isDying = true;
    void host.kill("Worker").then(() => {
      host.move(minutes(2.1));
      isDying = false;
    });
    return { lose: "answer" };
  });
  return () => kills;
}
