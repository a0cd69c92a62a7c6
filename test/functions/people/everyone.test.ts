import { afterAll, beforeAll, expect, test } from "vitest";
import { audit } from "../../support/audit.ts";
import { startDeployed } from "../../support/deployed.ts";
import { aCustomer, aMember, aPerson, theAdmin } from "../../support/given.ts";
import { until } from "../../support/inbox.ts";

let host: Awaited<ReturnType<typeof startDeployed>>;
beforeAll(async () => {
  host = await startDeployed({ PEOPLE_SEARCH: "everyone" });
});
afterAll(() => audit(host).finally(() => host?.end()));

test("finds strangers by the beginning of a name where everyone is found", async () => {
  const customer = await aCustomer(host);
  const stranger = await aPerson("ada.stranger@example.org", host);
  await stranger.patch("/v1/me", { firstName: "Ada", lastName: "Byron" }, { "if-match": "*" });
  const found = async (q: string) =>
    (await customer.owner.get(`${customer.path}/people?q=${q}`)).body.people;
  await until(async () => (await found("byr")).length > 0);
  const shown = { firstName: "Ada", lastName: "Byron", email: stranger.email };
  for (const q of ["ada", "ada%20b", "byron", "stranger", stranger.email])
    expect(await found(q), q).toEqual([{ id: stranger.id, ...shown }]);
});

test("finds nobody who was deleted, and nothing of them is left to be found by", async () => {
  const customer = await aCustomer(host);
  const person = await aPerson("gone.person@example.org", host);
  const found = async (q: string) =>
    (await customer.owner.get(`${customer.path}/people?q=${q}`)).body.people;
  await until(async () => (await found("gone")).length > 0);
  const admin = await theAdmin(host);
  expect((await admin.delete(`/v1/platform/users/${person.id}`)).status).toBe(202);
  for (const q of ["gone", "person", "deleted", person.id]) expect(await found(q), q).toEqual([]);
});

test("puts members nowhere else than other people", async () => {
  const customer = await aCustomer(host);
  const [member, stranger] = [
    await aMember(customer, ["employee"], host),
    await aPerson(undefined, host),
  ];
  for (const [person, lastName] of [
    [member, "Zulu"],
    [stranger, "Alpha"],
  ] as const)
    await person.patch("/v1/me", { firstName: "Kim", lastName }, { "if-match": "*" });
  const found = async () =>
    (await customer.owner.get(`${customer.path}/people?q=kim`)).body.people as { id: string }[];
  await until(async () => (await found()).length === 2);
  expect((await found()).map(({ id }) => id)).toEqual([stranger.id, member.id]);
});
