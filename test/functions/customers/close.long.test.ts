import { afterAll, beforeAll, expect, test } from "vitest";
import { indexed, keys } from "../../../shared/table/schema.ts";
import { audit } from "../../support/audit.ts";
import { aCustomerGroup } from "../../support/below.ts";
import { close, leftOf, lookedLast } from "../../support/closing.ts";
import {
  aCustomer,
  aCustomerOf,
  aGroup,
  aKey,
  aMember,
  anApiUser,
  anInvitation,
  aPerson,
  aProject,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { mailsTo, mailTo } from "../../support/inbox.ts";
import { disable } from "../../support/invite.ts";
import { aTree, moveTo } from "../../support/moves.ts";
import { ended, resultsOf } from "../../support/operations.ts";
import { codeOf } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";
import { aThing, aThingGroup, someThings } from "../../support/things.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.end());

test("a closed customer leaves nothing but its record, its events and what was done", async () => {
  const customer = await aCustomer(host);
  const { owner, path, id } = customer;
  const member = await aMember(customer, ["employee"], host);
  const inGroup = await aPerson(undefined, host);
  await aGroup(customer, ["admin"], [inGroup]);
  const role = { id: "pilot", name: "Pilot", permissions: ["customer.events.view"] };
  expect((await owner.post(`${path}/roles`, role)).status).toBe(201);
  expect((await owner.put(`${path}/members/${member.id}/roles/pilot`)).status).toBe(200);
  const { token, nobody } = await anInvitation(customer, {}, host);
  const machine = await anApiUser(customer);
  const key = await aKey(machine, owner, {}, host);
  for (const kind of ["devices", "assets"] as const) {
    const { path: group } = await aThingGroup(customer, kind);
    const thing = await aThing(customer, kind);
    expect((await owner.put(`${group}/members/${thing.id}`)).status).toBeLessThan(300);
  }
  // In several shards, and in more than one transaction.
  const { id: group } = await aThingGroup(customer, "dashboards");
  const many = Array.from({ length: 400 }, (_, i) => `Dashboard ${i}`);
  await someThings(customer, "dashboards", many, { groups: [group] });
  const stricter = { settings: { minApprovals: 2 } };
  expect((await owner.patch(path, stricter, { "if-match": "*" })).status).toBe(200);
  const asked = await owner.put(
    `${path}/members/${(await aPerson(undefined, host)).id}/roles/admin`,
  );
  expect(asked.status).toBe(202);
  const closing = await close(owner, customer);
  expect(closing).toMatchObject({ status: 200, body: { dryRun: false, kind: "closing" } });
  for (const one of [owner, member, inGroup, key.caller])
    expect((await one.get(path)).status).toBeGreaterThanOrEqual(401);
  expect((await nobody.post("/v1/invitations/accept", { token })).status).toBeGreaterThan(399);

  await lookedLast(host, owner, closing.body.id);
  const admin = await theAdmin(host);
  expect((await admin.get(path)).body).toMatchObject({
    id,
    status: "deleted",
    deletedBy: owner.id,
    deletionReason: "The contract has ended",
    deletedAt: expect.any(String),
  });
  const results = await resultsOf(owner, closing.body.id);
  const { progress } = (await owner.get(`/v1/operations/${closing.body.id}`)).body;
  expect(progress).toMatchObject({ done: results.length, total: results.length });
  // Known from when it began on, nothing of it counted twice and nothing left out.
  const stored = await tableOf(host).get(keys.operation({ operation: closing.body.id }));
  expect(stored?.total).toBe(results.length);
  expect(results.filter(({ part }) => part === "members-above")).toEqual([]);
  expect(results.filter(({ id }) => id.includes("#"))).toEqual([]);
  expect(results).toContainEqual({ part: "custom-roles", id, customer: id, state: "done" });
  expect(results).toContainEqual({ part: "counter", id: "projects", customer: id, state: "done" });
  const { items } = (await admin.get(`${path}/events?subject=${id}`)).body;
  expect(items.slice(0, 2)).toMatchObject([
    { type: "customer.deleted", actor: { id: owner.id }, reason: "The contract has ended" },
    { type: "customer.closing", actor: { id: owner.id }, reason: "The contract has ended" },
  ]);
  for (const one of [member, inGroup])
    expect(JSON.stringify(await mailTo(one.email, host, { about: /was closed/ }))).toContain(
      "The contract has ended",
    );
  expect(await leftOf(host, id)).toEqual([]);
  const waiting = (await admin.get("/v1/access-requests?limit=100")).body.items;
  expect(waiting.filter(({ customer }: { customer: string }) => customer === id)).toEqual([]);
  const again = await owner.post("/v1/customers", { id, displayName: "Again" });
  expect(codeOf(again)).toEqual([409, "identifier_taken"]);
  const late = [close(admin, customer), admin.patch(path, { phone: "1" }, { "if-match": "*" })];
  for (const answer of await Promise.all(late))
    expect(codeOf(answer)).toEqual([409, "customer_closing"]);
  await audit(host);
});

test("nor what says that roles of customers above were given there, though it moved away from them or they are gone", async () => {
  const { top, mid, low, owner } = await aTree(host);
  const other = await aCustomerOf(owner);
  const person = await aPerson(undefined, host);
  for (const id of ["held", "taken", "gone"]) {
    const role = { id, name: "Host", permissions: ["customer.events.view"] };
    expect((await owner.post(`${top.path}/roles`, role)).status).toBe(201);
    const given = `${low.path}/members/${person.id}/roles/${id}@${top.id}`;
    expect((await owner.put(given)).status).toBe(200);
    if (id !== "held") expect((await owner.delete(given)).status).toBe(200);
  }
  expect((await owner.delete(`${top.path}/roles/gone`, { "if-match": "*" })).status).toBe(204);
  const moved = await moveTo(mid, other.id, owner);
  await ended(owner, moved.body.operation);
  await lookedLast(host, owner, (await close(owner, low)).body.id);
  expect(await leftOf(host, low.id)).toEqual([]);
});

test("nor that it was in a group of a customer from which it moved away", async () => {
  const top = await aCustomer(host);
  const { owner } = top;
  const [{ child }, other] = [await aCustomerGroup(top, host), await aCustomerOf(owner)];
  await lookedLast(host, owner, (await moveTo(child, other.id, owner)).body.operation);
  await lookedLast(host, owner, (await close(owner, child)).body.id);
  expect(await leftOf(host, child.id)).toEqual([]);
});

/** Members of a group whom it takes too long to sign in: written down as one is that did. */
async function moreMembers(of: { id: string }, { id }: Person, count: number) {
  const table = tableOf(host);
  const item = await table.get(keys.membership({ principal: id, group: of.id }));
  // No id that was made has a U.
  const ids = Array.from(
    { length: count },
    (_, i) => `${id.slice(0, -4)}U${String(i).padStart(3, "0")}`,
  );
  for (const principal of ids) {
    const key = { principal, group: of.id };
    const own = { ...keys.membership(key), ...indexed.membership(key) };
    await table.put({ ...item, principal, ...own });
  }
  return ids;
}

/** What a closing has people told of, in their order. */
const lettersOf = async (operation: string) =>
  (
    await tableOf(host).partition(
      keys.letter({ event: operation.replace("opn", "evt"), recipient: "" }).pk,
    )
  )
    .filter(({ letter }) => letter === "customer-closed")
    .map(({ recipient, customer }) => ({ recipient: String(recipient), customer }));

test("members of groups above are told once, those that are disabled not at all, though the worker is killed", async () => {
  const { top, mid, low, owner } = await aTree(host);
  const someone = () => aPerson(undefined, host);
  const [one, both, disabled] = [await someone(), await someone(), await someone()];
  const [next, below, beside] = [await someone(), await someone(), await someone()];
  const [bound, second, resting] = [
    await aGroup(top, [], [one, both, disabled, owner]),
    await aGroup(top, [], [next]),
    await aGroup(top, ["employee"], [both, below]),
  ];
  // Whose groups hold something only on groups of the customers that go with it.
  const [onAll, onNamed] = [await someone(), await someone()];
  const named = await owner.post(`${mid.path}/customer-groups`, { displayName: "Branches" });
  const grouped = [
    ["all", await aGroup(top, [], [onAll])],
    [named.body.id, await aGroup(top, [], [onNamed])],
  ] as const;
  for (const [at, { id }] of grouped) {
    const role = `${mid.path}/customer-groups/${at}/members/${id}/roles/employee`;
    expect((await owner.put(role)).status).toBe(200);
  }
  // Whose group holds nothing there.
  await aGroup(top, ["employee"], [beside]);
  const many = await moreMembers(bound, one, 120);
  // Of a group that has the customer from above only what rests on that is here.
  const project = await aProject(low);
  const given = [
    await owner.put(`${mid.path}/members/${bound.id}/roles/employee`),
    await owner.put(`${mid.path}/members/${second.id}/roles/employee`),
    await owner.put(`${mid.path}/members/${both.id}/roles/admin`),
    await owner.put(`${project.path}/members/${resting.id}/roles/user`),
  ];
  expect(given.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  await owner.post(`${project.path}/delete`, { confirm: project.id, reason: "Over" });
  await disable(disabled.id, host);
  let kills = 0;
  let isDying = false;
  host.suffer(({ functionId, input }) => {
    const isLetter = JSON.stringify(input).includes('"customer-closed"');
    if (!/^Worker/.test(functionId) || !isLetter || isDying || kills === 2) return undefined;
    kills += 1;
    isDying = true;
    void host.kill("Worker").then(() => {
      host.move(125_000);
      isDying = false;
    });
    return { lose: "answer" };
  });
  const closing = await close(owner, mid, { recursive: true });
  await lookedLast(host, owner, closing.body.id);
  host.suffer();
  expect(kills).toBe(2);
  expect(await resultsOf(owner, closing.body.id, "failed")).toEqual([]);
  const toldOf = async (at: { id: string }) => {
    const letters = await lettersOf(closing.body.id);
    return letters.filter(({ customer }) => customer === at.id).map(({ recipient }) => recipient);
  };
  expect(await toldOf(mid)).toEqual(
    [one, both, disabled, next, onAll, onNamed]
      .map(({ id }) => id)
      .concat(many)
      .toSorted(),
  );
  expect(await toldOf(low)).toEqual([below.id]);
  for (const [{ email }, { id }] of [
    [one, mid],
    [both, mid],
    [next, mid],
    [onAll, mid],
    [onNamed, mid],
    [below, low],
  ] as const)
    await mailTo(email, host, { about: new RegExp(`Customer ${id} was closed`) });
  const disabledMails = await mailsTo(disabled.email, host);
  expect(disabledMails.filter(({ subject }) => /closed/.test(subject))).toEqual([]);
  expect((await beside.get(top.path)).status).toBe(200);
  expect((await one.get("/v1/me")).body.groups).toMatchObject([{ id: bound.id }]);
});
