import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomer, aPerson, aProject } from "../../support/given.ts";
import { until } from "../../support/inbox.ts";
import { tableOf } from "../../support/table.ts";
import { aThing } from "../../support/things.ts";

const etag = (version: number) => ({ "if-match": `"${version}"` });

test("changes names, language and home dashboard, and notes that it did", async () => {
  const { owner: person, path } = await aCustomer();
  const dashboard = await aThing({ path, owner: person }, "dashboards");
  const before = (await person.get("/v1/me")).body;
  const change = {
    firstName: "Ada",
    lastName: "Lovelace",
    homeDashboardId: dashboard.id,
    language: "de-CH",
  };
  const { status, body, headers } = await person.patch("/v1/me", change, etag(before.version));
  expect([status, headers.get("etag")]).toEqual([200, `"${before.version + 1}"`]);
  expect(body).toEqual({ ...before, ...change, version: 2, updatedAt: body.updatedAt });
  const cleared = await person.patch("/v1/me", { homeDashboardId: null }, etag(2));
  expect(cleared.body.homeDashboardId).toBeUndefined();
  const events = await tableOf().partition(keys.user({ user: person.id }).pk);
  const updates = events.filter(({ type }) => type === "user.updated");
  expect(updates.map(({ after }) => after)).toContainEqual({ fields: Object.keys(change) });
});

test("shows the new name on every member list", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const project = await aProject(customer);
  await owner.put(`${project.path}/members/${owner.id}/roles/user`);
  const lists = [`${path}/members`, `${project.path}/members`];
  const shown = () => Promise.all(lists.map(async (list) => (await owner.get(list)).body.items[0]));
  const versions = (await shown()).map(({ version }) => version);
  await owner.patch("/v1/me", { firstName: "Grace" }, etag(1));
  const isCopied = async () =>
    (await shown()).every(({ principal }) => principal.firstName === "Grace");
  await until(isCopied, "the copy");
  expect((await shown()).map(({ version }) => version)).toEqual(versions);
});

test("changes nothing when all is so already", async () => {
  const person = await aPerson();
  const { body } = await person.patch("/v1/me", { language: "en" }, etag(1));
  expect(body.version).toBe(1);
});

test("refuses without a version, and another than there is", async () => {
  const person = await aPerson();
  expect((await person.patch("/v1/me", { firstName: "A" })).status).toBe(428);
  expect((await person.patch("/v1/me", { firstName: "A" }, etag(2))).status).toBe(412);
});

test("an empty place in a list of versions says nothing, and a list of none is none", async () => {
  const person = await aPerson();
  const change = (versions: string, firstName: string) =>
    person.patch("/v1/me", { firstName }, { "if-match": versions });
  expect((await change('"7", , "1",', "A")).status).toBe(200);
  expect((await change(', W/"7" ,, "2"', "B")).status).toBe(200);
  expect((await change('"7", , "1"', "C")).status).toBe(412);
  for (const versions of [",", ", ,", '"3" "4"', '"3", 4', '"3", *'])
    expect((await change(versions, "C")).status, versions).toBe(400);
});

test.each([
  ["/email", { email: "other@example.org" }],
  ["/status", { status: "disabled" }],
  ["/identities", { identities: [] }],
  ["/username", { username: "root" }],
  ["/language", { language: "Klingon!" }],
  ["/firstName", { firstName: "a\r\nBcc: b" }],
  ["/lastName", { lastName: "http://example.org" }],
])("refuses a change of %s to that", async (pointer, change) => {
  const person = await aPerson();
  const { status, body } = await person.patch("/v1/me", change, etag(1));
  expect([status, body.errors[0].pointer]).toEqual([400, pointer]);
});
