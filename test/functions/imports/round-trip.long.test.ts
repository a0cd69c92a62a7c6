import { afterAll, beforeAll, expect, test } from "vitest";
import { newAddress } from "../../support/api.ts";
import { aCustomerBelow } from "../../support/below.ts";
import { everything } from "../../support/exports.ts";
import {
  aCustomer,
  aGroup,
  aMember,
  anApiUser,
  aPerson,
  aProject,
  askFor,
  aTenant,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { aFile, asText, importFile, resultsOf } from "../../support/import-command.ts";
import type { ImportLine } from "../../support/imports.ts";
import { invite } from "../../support/invite.ts";
import { aThing, aThingGroup, someThings } from "../../support/things.ts";

let elsewhere: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  elsewhere = await borrowHost();
});
afterAll(() => elsewhere.end());

/** A customer with something of every kind, and one below it. */
async function aRichCustomer() {
  const customer = await aCustomer();
  const { owner, path } = customer;
  await owner.patch(
    path,
    { phone: "030 1234567", address: { city: "Berlin" }, tags: { tier: ["gold"] } },
    { "if-match": "*" },
  );
  const below = await aCustomerBelow(customer, owner);
  await owner.post(`${path}/roles`, {
    id: "auditor",
    name: "Auditor",
    permissions: ["customer.events.view"],
  });
  const employee = await aMember(customer, ["employee", "auditor"]);
  await owner.put(`${path}/members/${employee.id}/roles/admin`, {
    expiresAt: "2099-01-31T12:00:00Z",
  });
  const group = await aGroup(customer, ["employee"], [employee]);
  const groups = `${path}/customer-groups`;
  const { id: branches } = (await owner.post(groups, { displayName: "Branches" })).body;
  expect((await owner.put(`${groups}/${branches}/customers/${below.id}`)).status).toBe(200);
  expect((await owner.put(`${groups}/${branches}/members/${group.id}/roles/employee`)).status).toBe(
    200,
  );
  await owner.put(`${groups}/all/members/${employee.id}/roles/auditor`, {
    expiresAt: "2099-01-31T12:00:00Z",
  });
  const project = await aProject(customer);
  await aTenant(project, owner);
  await owner.put(`${project.path}/members/${employee.id}/roles/reader`);
  await owner.put(`${project.path}/members/${group.id}/roles/user`);
  // Both have a group that is called the same; that of the customer above holds something below.
  const { identifier } = group;
  await owner.post(`${below.path}/groups`, { identifier, displayName: "Their own" });
  const inside = await aProject({ ...below, owner });
  for (const held of [
    `${below.path}/members/${group.id}/roles/employee`,
    `${below.path}/members/${employee.id}/roles/auditor@${customer.id}`,
    `${inside.path}/members/${group.id}/roles/reader`,
  ])
    expect((await owner.put(held)).status).toBe(200);
  const roof = await aThingGroup(customer, "devices");
  await someThings(customer, "devices", ["Twin", "Twin"], {
    groups: [roof.id],
    attributes: { a: [1] },
  });
  await aThing(customer, "entity-views");
  // Both have a device that another system calls the same.
  const meter = (attributes: object) => ({
    items: [{ name: "Meter", externalId: "7", attributes }],
  });
  await owner.post(`${path}/devices/bulk`, meter({ volts: 110 }));
  const made = await owner.post(`${below.path}/devices/bulk`, meter({ volts: 230 }));
  const house = await aThing({ owner, path: below.path }, "assets", { attributes: { volts: 400 } });
  for (const [name, thing] of [
    ["Of a device below", made.body.results[0].id],
    ["Of an asset below", house.id],
  ])
    await aThing(customer, "entity-views", { name, thing, shows: ["volts"] });
  await aThing(customer, "dashboards", { type: "wall", description: "Two\nlines" });
  await invite(owner, path, { email: newAddress("invited") });
  await anApiUser(customer);
  await aMember(customer, ["admin"]);
  await askFor(customer, 2);
  const waiting = await owner.put(`${path}/members/${(await aPerson()).id}/roles/employee`);
  expect(waiting.status).toBe(202);
  return [
    { ...customer, owner },
    { ...below, owner },
  ];
}

/** Everything of some customers, without what an import leaves out and without the ids that are other elsewhere. */
async function exported(customers: { owner: Person; path: string }[]) {
  const lines: ImportLine[] = [];
  for (const one of customers) lines.push(...(await everything(one, "?limit=100")));
  return lines;
}

const leftOut = ["api-user", "access-request", "invitation", "event"];

const compared = (lines: readonly ImportLine[]) =>
  lines
    .filter(({ kind }) => !leftOut.includes(kind))
    .map(({ kind, data: { externalId: _, ...data } }) =>
      JSON.stringify({
        kind,
        ...data,
        ...(data.thing && { thing: data.thing.replace(/^\w+\//, "") }),
        ...(data.groups && { groups: data.groups.toSorted() }),
      }),
    )
    .sort();

test("what was exported is imported elsewhere, and exported there as the same", async () => {
  const customers = await aRichCustomer();
  const lines = await exported(customers);
  const [top] = customers.map(({ path }) => path.split("/").at(-1));
  const above = lines.filter(({ data }) => String(data.group).endsWith(`@${top}`));
  expect(above.map(({ kind }) => kind)).toEqual(["group-role", "project-group-role"]);
  const file = aFile(asText(lines));
  const to = { api: elsewhere.api, token: (await theAdmin(elsewhere)).token };
  const { code, said } = await importFile(file, to);
  const refused = resultsOf(file).filter(({ status }) => !["created", "skipped"].includes(status));
  expect(refused).toEqual([]);
  expect([code, said]).toEqual([0, expect.stringContaining("3 skipped")]);
  const owner = await aPerson(customers[0]?.owner.email, elsewhere);
  const there = await exported(customers.map(({ path }) => ({ path, owner })));
  expect(compared(there)).toEqual(compared(lines));
  const again = aFile(asText(there));
  const views = `${customers[0]?.path}/entity-views`;
  const seen = (await owner.get(`${views}?q=of%20a`)).body.items.map(
    async ({ id }: { id: string }) => {
      const { name, attributes } = (await owner.get(`${views}/${id}`)).body;
      return [name, attributes];
    },
  );
  expect(await Promise.all(seen)).toEqual([
    ["Of a device below", { volts: 230 }],
    ["Of an asset below", { volts: 400 }],
  ]);
  const twice = await importFile(again, to);
  expect([twice.code, twice.said]).toEqual([0, expect.stringMatching(/Imported: \d+ unchanged\./)]);
  const home = await importFile(aFile(asText(lines)));
  expect([home.code, home.said]).toEqual([
    0,
    expect.stringMatching(/Imported: 3 skipped, \d+ unchanged\./),
  ]);
});
