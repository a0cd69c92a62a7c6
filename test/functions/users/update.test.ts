import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newId } from "../../support/api.ts";
import {
  aCustomer,
  aMember,
  anAdmin,
  aPerson,
  aPlatformMachine,
  theAdmin,
} from "../../support/given.ts";
import { codeOf } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

const at = (id: string) => `/v1/platform/users/${id}`;
const etag = (version: number) => ({ "if-match": `"${version}"` });

test("corrects names and language, notes who did it, and says so once", async () => {
  const [admin, person] = [await theAdmin(), await aPerson()];
  const before = (await person.get("/v1/me")).body;
  const change = { firstName: "Grace", lastName: "Hopper", language: "en-GB" };
  const { status, body, headers } = await admin.patch(at(person.id), change, etag(1));
  expect([status, headers.get("etag")]).toEqual([200, '"2"']);
  expect(body).toEqual({ ...before, ...change, version: 2, updatedAt: body.updatedAt });
  expect((await person.get("/v1/me")).body).toMatchObject(change);
  expect((await admin.patch(at(person.id), change, etag(2))).body.version).toBe(2);
  const stored = await tableOf().partition(keys.user({ user: person.id }).pk);
  const events = stored.filter(({ type }) => type === "user.updated");
  expect(events).toMatchObject([
    { actor: { id: admin.id }, after: { fields: Object.keys(change) } },
  ]);
  expect(JSON.stringify(events)).not.toContain("Hopper");
});

test("the new name is shown by lists of members and found by the search", async () => {
  const [admin, customer, lastName] = [await theAdmin(), await aCustomer(), newId("corrected")];
  const { owner, path } = customer;
  const { id } = await aMember(customer, ["employee"]);
  const { version } = (await admin.get(at(id))).body;
  expect((await admin.patch(at(id), { lastName }, etag(version))).status).toBe(200);
  const shown = async () => (await owner.get(`${path}/members/${id}`)).body.principal.lastName;
  await expect.poll(shown).toBe(lastName);
  const found = async () => (await owner.get(`${path}/people?q=${lastName}`)).body.people;
  await expect.poll(found, { interval: 2500 }).toMatchObject([{ id }]);
});

test("of two who correct the same version one is told to look again", async () => {
  const [admin, person] = [await theAdmin(), await aPerson()];
  const answers = await Promise.all(
    ["Ada", "Grace"].map((firstName) => admin.patch(at(person.id), { firstName }, etag(1))),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  expect((await admin.patch(at(person.id), { firstName: "Joan" })).status).toBe(428);
});

test("whoever runs the platform is corrected by those alone who appoint them", async () => {
  const [admin, operator] = [await theAdmin(), await anAdmin(["ops-support"])];
  const { version } = (await admin.get(at(operator.id))).body;
  const change = { firstName: "Joan" };
  const user = await anAdmin(["organization-user"]);
  // No role of people lets one correct others without appointing administrators; that of a machine does.
  const machine = (await aPlatformMachine(["platform.users.edit"])).key.caller;
  for (const one of [user, machine])
    expect(codeOf(await one.patch(at(operator.id), change, etag(version)))).toEqual([
      403,
      "forbidden",
    ]);
  const person = await aPerson();
  expect((await machine.patch(at(person.id), change, etag(1))).body).toMatchObject(change);
  expect((await admin.patch(at(operator.id), change, etag(version))).body).toMatchObject(change);
});

test("refuses what is not theirs to correct, and people who are deleted or unknown", async () => {
  const [admin, person] = [await theAdmin(), await aPerson()];
  for (const field of ["email", "username", "status", "homeDashboardId"]) {
    const { status, body } = await admin.patch(at(person.id), { [field]: "x" }, etag(1));
    expect([status, body.errors[0].pointer]).toEqual([400, `/${field}`]);
  }
  await admin.delete(at(person.id), etag(1));
  const { version } = (await admin.get(at(person.id))).body;
  const late = await admin.patch(at(person.id), { firstName: "Ada" }, etag(version));
  expect(codeOf(late)).toEqual([409, "user_unavailable"]);
  const unknown = at("usr_01J00000000000000000000000");
  expect((await admin.patch(unknown, { firstName: "Ada" }, etag(1))).status).toBe(404);
});
