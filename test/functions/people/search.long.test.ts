import { expect, test } from "vitest";
import { indexed, keys } from "../../../shared/table/schema.ts";
import { newAddress } from "../../support/api.ts";
import { aCustomerBelow, threeLevels } from "../../support/below.ts";
import {
  aCustomer,
  aCustomerOf,
  aGroup,
  aMember,
  anInvitation,
  aPerson,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { until } from "../../support/inbox.ts";
import { moveTo } from "../../support/moves.ts";
import { tableOf } from "../../support/table.ts";

type Customer = { path: string; owner: Person };

/** Letters that nobody else's name has: tests share a platform. */
const letters = () =>
  Array.from({ length: 8 }, () => String.fromCharCode(97 + Math.floor(Math.random() * 26))).join(
    "",
  );

const search = ({ path, owner }: Customer, q: string) =>
  owner.get(`${path}/people?q=${encodeURIComponent(q)}`);

const found = async (at: Customer, q: string) =>
  ((await search(at, q)).body.people as { id: string }[]).map(({ id }) => id);

/** Waits until a search answers what it should: it may be behind. */
const finds = (at: Customer, q: string, ids: string[]) =>
  until(async () => String(await found(at, q)) === String(ids));

async function rename(person: Person, firstName: string, lastName: string) {
  const answer = await person.patch("/v1/me", { firstName, lastName }, { "if-match": "*" });
  expect(answer.status).toBe(200);
}

async function aNamed(at: Customer, firstName: string, lastName: string) {
  const member = await aMember(at, ["employee"]);
  await rename(member, firstName, lastName);
  return member;
}

test("finds members by the beginning of each word of their names, in any order and case", async () => {
  const customer = await aCustomer();
  const [one, two] = [letters(), letters()];
  const ada = await aNamed(customer, `${one} Mary`, two);
  await finds(customer, one.slice(0, 3), [ada.id]);
  for (const q of [one, "mar", two.slice(0, 4), `${one} m`, `${one} mary ${two}`, `${two} ${one}`])
    expect(await found(customer, q.toUpperCase()), q).toEqual([ada.id]);
  expect(await found(customer, one.slice(1))).toEqual([]);
  const { body } = await search(customer, one);
  expect(body).toEqual({
    people: [{ id: ada.id, firstName: `${one} Mary`, lastName: two, email: ada.email }],
    groups: [],
    directory: "not_searched",
  });
});

test("finds members by the beginning of their address, and of each word before the at sign", async () => {
  const customer = await aCustomer();
  const [one, two] = [letters(), letters()];
  const ada = await aPerson(`${one}.${two}@example.org`);
  await customer.owner.put(`${customer.path}/members/${ada.id}/roles/employee`);
  await finds(customer, one, [ada.id]);
  for (const q of [`${one}.${two}@exa`, two, `${two}@example.org`])
    expect(await found(customer, q), q).toEqual([ada.id]);
});

test("takes letters with and without accents for the same", async () => {
  const customer = await aCustomer();
  const one = letters();
  const zoe = await aNamed(customer, `Zo\u00eb${one}`, "Stra\u00dfer");
  const lukasz = await aNamed(customer, `\u0141ukasz${one}`, "\u00d8rsted");
  await finds(customer, `zoe${one}`, [zoe.id]);
  await finds(customer, `lukasz${one} ors`, [lukasz.id]);
  for (const q of [`ZOE\u0308${one}`, `z\u00f6\u00e8${one}`, `strasser zoe${one}`, "STRASSER"])
    expect(await found(customer, q), q).toEqual([zoe.id]);
});

test("puts whoever is called exactly so before those whose name goes on", async () => {
  const customer = await aCustomer();
  const one = letters();
  const longer = await aNamed(customer, `${one}belle`, "Adams");
  const whole = await aNamed(customer, "Zora", one);
  const alone = await aNamed(customer, one, "");
  await until(async () => (await found(customer, one)).length === 3);
  expect(await found(customer, one)).toEqual([alone.id, whole.id, longer.id]);
  expect(await found(customer, `zora ${one}`)).toEqual([whole.id]);
});

test("answers ten people and ten groups at most", async () => {
  const customer = await aCustomer();
  const one = letters();
  await Promise.all(Array.from({ length: 12 }, (_, i) => aNamed(customer, `${one} ${i}`, one)));
  await Promise.all(
    Array.from({ length: 11 }, (_, i) =>
      customer.owner.post(`${customer.path}/groups`, {
        identifier: `${one}-${i}`,
        displayName: `${one} ${i}`,
      }),
    ),
  );
  await until(async () => {
    const { people, groups } = (await search(customer, one)).body;
    return people.length === 10 && groups.length === 10;
  });
  expect(new Set(await found(customer, one)).size).toBe(10);
});

test("finds who was renamed under the new name and not under the old one", async () => {
  const customer = await aCustomer();
  const [before, after] = [letters(), letters()];
  const person = await aNamed(customer, before, "Hopper");
  await finds(customer, before, [person.id]);
  await rename(person, after, "Hopper");
  expect(await found(customer, before), "at once").toEqual([]);
  await finds(customer, after, [person.id]);
});

test("shows nobody under a name that the index still has from before", async () => {
  const customer = await aCustomer();
  const [before, after] = [letters(), letters()];
  const person = await aNamed(customer, after, "Hopper");
  await finds(customer, after, [person.id]);
  const key = keys["search phrase"]({ principal: person.id, scope: customer.id, phrase: before });
  const index = { scope: customer.id, start: before.slice(0, 3), phrase: before };
  await tableOf().put({
    ...key,
    kind: "search phrase",
    scope: customer.id,
    phrase: before,
    ...indexed["search phrase"]({ ...index, principal: person.id }),
  });
  expect(await found(customer, before)).toEqual([]);
  await rename(person, after, "Grace");
  await until(async () => (await tableOf().get(key)) === undefined);
});

test("finds nobody who was removed, disabled or deleted", async () => {
  const customer = await aCustomer();
  const [one, admin] = [letters(), await theAdmin()];
  const [removed, disabled, deleted] = [
    await aNamed(customer, `${one} A`, "Removed"),
    await aNamed(customer, `${one} B`, "Disabled"),
    await aNamed(customer, `${one} C`, "Deleted"),
  ];
  await until(async () => (await found(customer, one)).length === 3);
  await customer.owner.delete(`${customer.path}/members/${removed.id}`, { "if-match": "*" });
  const at = (person: Person) => `/v1/platform/users/${person.id}`;
  await admin.post(`${at(disabled)}/disable`, { reason: "A" });
  await admin.delete(at(deleted));
  expect(await found(customer, one), "at once").toEqual([]);
  expect((await search(customer, disabled.email)).body).toMatchObject({ people: [] });
  expect((await search(customer, disabled.email)).body.inviteable, "disabled").toBeUndefined();
  expect((await search(customer, deleted.email)).body).toMatchObject({ inviteable: true });
  expect(await found(customer, removed.email), "by the address").toEqual([removed.id]);
  await admin.post(`${at(disabled)}/enable`, { reason: "A" });
  await finds(customer, one, [disabled.id]);
});

test("finds groups of the customer by identifier and name, until they are deleted", async () => {
  const [customer, other] = [await aCustomer(), await aCustomer()];
  const [group] = [await aGroup(customer), await aGroup(other)];
  const groups = async (q: string) => (await search(customer, q)).body.groups;
  const shown = { id: group.id, identifier: group.identifier, displayName: "Night shift" };
  await until(async () => (await groups("shift")).length > 0);
  for (const q of ["night", "SHIFT", group.identifier]) expect(await groups(q)).toEqual([shown]);
  await customer.owner.patch(group.path, { displayName: "Day" }, { "if-match": "*" });
  expect(await groups("night")).toEqual([]);
  await until(async () => (await groups("day")).length > 0);
  await customer.owner.delete(group.path, { "if-match": "*" });
  expect(await groups("day")).toEqual([]);
});

test("finds who is in a group of the customer, as long as they are in it", async () => {
  const customer = await aCustomer();
  const [one, person] = [letters(), await aPerson()];
  await rename(person, one, "");
  const group = await aGroup(customer, [], [person]);
  await finds(customer, one, [person.id]);
  await customer.owner.delete(`${group.path}/members/${person.id}`);
  expect(await found(customer, one)).toEqual([]);
});

test("finds members of the customers above, their groups' too, and of none beside or below", async () => {
  const { top, mid, low, owner } = await threeLevels();
  const beside = await aCustomerBelow(top, owner);
  const one = letters();
  const [first, second, third, fourth] = [
    await aNamed(low, one, "A"),
    await aNamed(mid, one, "B"),
    await aNamed(top, one, "C"),
    await aPerson(),
  ];
  await rename(fourth, one, "D");
  const group = await aGroup(top, [], [fourth]);
  await aNamed(beside, one, "E");
  const all = [first.id, second.id, third.id, fourth.id];
  await until(async () => (await found(low, one)).length === all.length);
  expect((await found(low, one)).sort()).toEqual(all.sort());
  expect(await found(low, `${one} c`)).toEqual([third.id]);
  await finds(beside, `${one} a`, []);
  expect(await found(mid, `${one} a`)).toEqual([]);
  await owner.delete(`${mid.path}/members/${second.id}`, { "if-match": "*" });
  await owner.delete(`${group.path}/members/${fourth.id}`);
  expect((await found(low, one)).sort(), "at once").toEqual([first.id, third.id].sort());
});

test("finds groups of the customers above, which may be given something here, and of none beside or below", async () => {
  const { top, mid, low, owner } = await threeLevels();
  const beside = await aCustomerBelow(top, owner);
  const places = [low, mid, top, beside].map(({ path }) => ({ path, owner }));
  const made = await Promise.all(places.map((place) => aGroup(place)));
  const [here, near, high] = made.map(({ id }) => id) as [string, string, string];
  const groups = async (at: { path: string }, q = "night") =>
    ((await search({ ...at, owner }, q)).body.groups as { id: string }[])
      .map(({ id }) => id)
      .sort();
  await until(async () => (await groups(low)).length === 3);
  await until(async () => (await groups(beside)).length === 2);
  expect(await groups(low)).toEqual([here, near, high].sort());
  expect(await groups(mid)).toEqual([near, high].sort());
  expect(await groups(low, made[2]?.identifier)).toEqual([high]);
  expect((await owner.put(`${low.path}/members/${high}/roles/employee`)).status).toBe(200);
});

test("finds members and groups of other customers above once the customer has moved below them", async () => {
  const { top, low, owner } = await threeLevels();
  const other = await aCustomerOf(owner);
  const group = await aGroup({ ...top, owner });
  const groups = async () => (await search({ ...low, owner }, "night")).body.groups;
  await until(async () => (await groups()).length === 1);
  const one = letters();
  const [before, after] = [await aNamed(top, one, "A"), await aNamed(other, one, "B")];
  await finds(top, one, [before.id]);
  await finds(other, one, [after.id]);
  expect(await found(low, one)).toEqual([before.id]);
  expect((await moveTo(low, other.id, owner)).status).toBe(200);
  expect(await found(low, one)).toEqual([after.id]);
  expect(await groups(), `without ${group.id}`).toEqual([]);
});

test("finds who is called exactly so above, however many here are called something longer", async () => {
  const top = await aCustomer();
  const low = await aCustomerBelow(top, top.owner);
  const one = letters();
  await Promise.all(
    Array.from({ length: 16 }, (_, i) => aNamed(low, `${one}${letters()}`, `${i}`)),
  );
  const exact = await aNamed(top, one, "");
  await finds(top, one, [exact.id]);
  await until(async () => (await found(low, one)).length === 10);
  expect((await found(low, one))[0]).toBe(exact.id);
});

test("finds strangers by their whole address alone, at once", async () => {
  const customer = await aCustomer();
  const one = letters();
  const stranger = await aPerson(newAddress(one));
  await rename(stranger, one, "Stranger");
  const { body } = await search(customer, stranger.email.toUpperCase());
  expect(body.people).toMatchObject([{ id: stranger.id, lastName: "Stranger" }]);
  expect(body.inviteable).toBeUndefined();
  for (const q of [one, "stranger", stranger.email.slice(0, -1)])
    expect(await found(customer, q), q).toEqual([]);
});

test("says of an address that nobody has that it can be invited", async () => {
  const customer = await aCustomer();
  const address = newAddress("free");
  expect((await search(customer, ` ${address.toUpperCase()} `)).body).toEqual({
    people: [],
    groups: [],
    directory: "not_searched",
    inviteable: true,
    address,
  });
  expect((await search(customer, letters())).body).toEqual({
    people: [],
    groups: [],
    directory: "not_searched",
  });
});

test("finds who accepted an invitation, before they sign in", async () => {
  const customer = await aCustomer();
  const one = letters();
  const { token, nobody } = await anInvitation(customer, { lastName: one });
  const accepted = await nobody.post("/v1/invitations/accept", { token });
  expect(accepted.status).toBe(200);
  await until(async () => (await found(customer, one)).length === 1);
});

test("finds who became a member again after a removal", async () => {
  const customer = await aCustomer();
  const one = letters();
  const person = await aNamed(customer, one, "");
  await finds(customer, one, [person.id]);
  await customer.owner.delete(`${customer.path}/members/${person.id}`, { "if-match": "*" });
  await finds(customer, one, []);
  await customer.owner.put(`${customer.path}/members/${person.id}/roles/admin`);
  await finds(customer, one, [person.id]);
});

test.each(["ab", "   ab   ", "...", "a\u0301\u0301b", "", "\u{1d538}\u{1d539}", "a".repeat(321)])(
  "refuses to search for %j",
  async (q) => {
    const customer = await aCustomer();
    const { status, body } = await search(customer, q);
    expect([status, body.code]).toEqual([400, "invalid"]);
  },
);

test("searches thirty times a minute for one caller, and says when to go on", async () => {
  const [customer, admin] = [await aCustomer(), await aCustomer()];
  // A minute may end in between: two of them take sixty at most.
  const answers = await Promise.all(Array.from({ length: 61 }, () => search(customer, "nobody")));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(30);
  const seconds = Number(refused[0]?.headers.get("retry-after"));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect((await search(admin, "nobody")).status, "another caller").toBe(200);
});

test("tells nobody else what is found", async () => {
  const [customer, other] = [await aCustomer(), await aCustomer()];
  const employee = await aMember(customer, ["employee"]);
  const foreign = await other.owner.get(`${customer.path}/people?q=nobody`);
  expect([foreign.status, foreign.body.code]).toEqual([404, "not_found"]);
  expect((await employee.get(`${customer.path}/people?q=nobody`)).status).toBe(403);
});
