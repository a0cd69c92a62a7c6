import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newAddress } from "../../support/api.ts";
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
