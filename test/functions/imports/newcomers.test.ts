import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newAddress } from "../../support/api.ts";
import { aCustomerBelow } from "../../support/below.ts";
import { aCustomer, aGroup, aPerson, theAdmin } from "../../support/given.ts";
import { importLines, statusesOf } from "../../support/imports.ts";
import { tableOf } from "../../support/table.ts";

const isKnown = async (email: string) =>
  (await tableOf().get(keys.address({ email }))) !== undefined;

test("somebody whom nobody knows becomes known with what a line gives them, or not at all", async () => {
  const customer = await aCustomer();
  const { id, path, owner } = customer;
  const group = await aGroup(customer, ["employee"]);
  const lineFor = (email: string, role: string) => ({
    kind: "member",
    data: { customer: id, email, firstName: "Ada", lastName: "Lovelace", roles: [{ role }] },
  });
  const [refused, member, inGroup] = ["refused", "member", "group"].map((one) =>
    newAddress(one),
  ) as [string, string, string];
  const lines = [
    lineFor(refused, "nobody"),
    lineFor(member, "employee"),
    { kind: "group-member", data: { customer: id, group: group.identifier, email: inGroup } },
  ];
  const looked = await importLines(lines, "?dryRun=true");
  expect(statusesOf(looked)).toEqual(["refused", "created", "created"]);
  for (const one of looked) expect(one).not.toHaveProperty("id");
  for (const email of [refused, member, inGroup]) expect(await isKnown(email)).toBe(false);
  const [not, ...made] = await importLines(lines);
  expect(not).toMatchObject({ status: "refused", errors: [{ pointer: "/data/roles/0/role" }] });
  expect(await isKnown(refused)).toBe(false);
  const admin = await theAdmin();
  for (const [i, email] of [member, inGroup].entries()) {
    const known = (await admin.get(`/v1/platform/users/${made[i]?.id}`)).body;
    expect(known).toMatchObject({ email, status: "invited", version: 1 });
    const person = await aPerson(email);
    expect(person.id).toBe(made[i]?.id);
    expect((await person.get(path)).status).toBe(200);
  }
  const { items } = (await owner.get(`${group.path}/members`)).body;
  expect(items).toMatchObject([{ id: made[1]?.id }]);
  expect(statusesOf(await importLines(lines.slice(1)))).toEqual(["unchanged", "unchanged"]);
});

test("somebody whom nobody knows is given several roles on a group of customers", async () => {
  const customer = await aCustomer();
  const below = await aCustomerBelow(customer, customer.owner);
  const email = newAddress("grouped");
  const roles = [{ role: "employee" }, { role: "admin", expiresAt: "2099-01-01T00:00:00.000Z" }];
  const data = { customer: customer.id, customerGroup: "all", email, roles };
  const line = { kind: "customer-group-member", data };
  const [looked] = await importLines([line], "?dryRun=true");
  expect([looked?.status, looked?.id]).toEqual(["created", undefined]);
  expect(await isKnown(email)).toBe(false);
  const [made] = await importLines([line]);
  const person = await aPerson(email);
  expect([made?.status, made?.id]).toEqual(["created", person.id]);
  const { items } = (await customer.owner.get(`${customer.path}/customer-groups/all/members`)).body;
  expect(items).toMatchObject([
    { id: person.id, roles: [{ role: "admin" }, { role: "employee" }] },
  ]);
  expect((await person.get(`${below.path}/members`)).status).toBe(200);
  expect(statusesOf(await importLines([line]))).toEqual(["unchanged"]);
});

test("one address of several lines is one person, however they race", async () => {
  const email = newAddress("raced");
  const customers = await Promise.all([1, 2, 3, 4].map(() => aCustomer()));
  const lines = customers.map(({ id: customer }) => ({
    kind: "member",
    data: { customer, email, roles: [{ role: "employee" }] },
  }));
  expect(statusesOf(await importLines(lines))).toEqual(Array(4).fill("created"));
  const person = await aPerson(email);
  for (const { path } of customers) expect((await person.get(path)).status).toBe(200);
});
