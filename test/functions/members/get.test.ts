import { expect, test } from "vitest";
import { aCustomer, aMember, anAdmin, aPerson } from "../../support/given.ts";
import { on } from "../../support/version.ts";

test("answers one member with the version that changes must name", async () => {
  const customer = await aCustomer();
  const person = await aMember(customer, ["employee"]);
  const { status, body, headers } = await customer.owner.get(
    `${customer.path}/members/${person.id}`,
  );
  expect([status, headers.get("etag")]).toEqual([200, `"${body.version}"`]);
  const none = {};
  const role = `${customer.path}/members/${person.id}/roles/admin`;
  expect((await customer.owner.put(role, none, on(body.version - 1))).status).toBe(412);
  expect((await customer.owner.put(role, none, on(body.version))).status).toBe(200);
  expect(body).toMatchObject({ id: person.id, principal: { email: person.email } });
});

test("knows no strangers, and no ids of another form", async () => {
  const { path, owner } = await aCustomer();
  const stranger = await aPerson();
  for (const id of [stranger.id, "usr_01J00000000000000000000000", "somebody", "%2F"])
    expect((await owner.get(`${path}/members/${id}`)).status).toBe(404);
});

test("tells employees neither who else is a member nor who is not", async () => {
  const customer = await aCustomer();
  const employee = await aMember(customer, ["employee"]);
  const stranger = await aPerson();
  const answers = [customer.owner, stranger].map(({ id }) =>
    employee.get(`${customer.path}/members/${id}`),
  );
  for (const { status } of await Promise.all(answers)) expect(status).toBe(403);
});

test("tells those of the platform who may see the people of any customer, and no others", async () => {
  const { path, owner } = await aCustomer();
  const user = await anAdmin(["organization-user"]);
  const at = [`${path}/members`, `${path}/members/${owner.id}`];
  const [list, one] = await Promise.all(at.map((path) => user.get(path)));
  expect([list?.body.items, one?.body]).toMatchObject([[{ id: owner.id }], { id: owner.id }]);
  const support = await anAdmin(["ops-support"]);
  expect((await support.get(path)).status).toBe(200);
  for (const path of at) expect((await support.get(path)).status).toBe(404);
  const employee = await aMember({ path, owner }, ["employee"]);
  for (const path of at) expect((await employee.get(path)).status).toBe(403);
});
