import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { aCustomerGroup } from "../../support/below.ts";
import { aCustomer, aGroup, aMember, aPerson, aProject } from "../../support/given.ts";
import { codeOf } from "../../support/race.ts";

test("everybody may read their own roles, and no others without the permission", async () => {
  const customer = await aCustomer();
  const employee = await aMember(customer, ["employee"]);
  const { path, owner } = customer;
  const { status, headers, body } = await employee.get(`${path}/members/${employee.id}`);
  expect([status, headers.get("etag"), body.roles]).toEqual([
    200,
    `"${body.version}"`,
    [{ role: "employee", state: "active" }],
  ]);
  const stranger = await aPerson();
  const [member, other] = [
    await employee.get(`${path}/members/${owner.id}`),
    await employee.get(`${path}/members/${stranger.id}`),
  ];
  expect([member.status, other.status]).toEqual([403, 403]);
  expect(member.body.detail).toBe(other.body.detail);
  expect((await stranger.get(`${path}/members/${stranger.id}`)).status).toBe(404);
});

test("leaving a customer or a project needs no version, and honours one", async () => {
  const customer = await aCustomer();
  const employee = await aMember(customer, ["employee"]);
  const project = await aProject(customer);
  await customer.owner.put(`${project.path}/members/${employee.id}/roles/user`);
  const stale = { "if-match": '"7"' };
  for (const { path } of [project, customer]) {
    const own = `${path}/members/${employee.id}`;
    expect((await customer.owner.delete(own)).status).toBe(428);
    expect((await employee.delete(own, stale)).status).toBe(412);
    expect([200, 204]).toContain((await employee.delete(own)).status);
    expect((await employee.get(path)).status).toBe(404);
  }
});

test.each([
  ["if-match", '"0"'],
  ["if-none-match", "*"],
])("%s: %s gives a first set of roles, and replaces none", async (header, value) => {
  const { path, owner } = await aCustomer();
  const person = await aPerson();
  const roles = `${path}/members/${person.id}/roles`;
  const give = (role: string) => owner.put(roles, { roles: [{ role }] }, { [header]: value });
  const given = await give("employee");
  expect(given.status).toBe(200);
  const again = await give("admin");
  expect([again.status, again.body.code]).toEqual([412, "stale"]);
  expect((await owner.put(`${roles}/admin`, {}, { [header]: value })).status).toBe(412);
  expect((await owner.get(`${path}/members/${person.id}`)).body).toEqual(given.body);
});

test("what a stranger asks to leave is not there, whether or not the customer is", async () => {
  const [customer, stranger] = [await aCustomer(), await aPerson()];
  const [group, below] = [await aGroup(customer), await aCustomerGroup(customer)];
  const unknown = `/v1/customers/${newId()}`;
  const places = [
    `members/${stranger.id}`,
    `groups/${group.id}/members/${stranger.id}`,
    `customer-groups/${below.id}/members/${stranger.id}/roles/employee`,
  ];
  const asked = [
    ["", {}, [404, "not_found"]],
    ["?y=1", {}, [400, "invalid"]],
    ["", { "if-match": "3" }, [400, "invalid"]],
    ["", { "if-match": '"3"' }, [404, "not_found"]],
  ] as const;
  for (const place of places)
    for (const [query, headers, answer] of asked)
      for (const path of [customer.path, unknown])
        expect(codeOf(await stranger.delete(`${path}/${place}${query}`, headers))).toEqual(answer);
});
