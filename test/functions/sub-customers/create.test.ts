import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { aCustomerBelow } from "../../support/below.ts";
import { aCustomer, aMember, anAdmin, aPerson } from "../../support/given.ts";

const below = (parentId: string, more = {}) => ({
  id: newId(),
  displayName: "Inner",
  parentId,
  ...more,
});

test("a sub-customer has no owner of its own, unless one is named", async () => {
  const top = await aCustomer();
  const created = await top.owner.post("/v1/customers", below(top.id));
  expect([created.status, created.body.parentId]).toEqual([201, top.id]);
  const path = `/v1/customers/${created.body.id}`;
  expect((await top.owner.get(`${path}/members`)).body.items).toEqual([]);
  const person = await aPerson();
  const named = await top.owner.post("/v1/customers", below(top.id, { owner: person.id }));
  expect(named.body.contacts).toMatchObject([{ id: person.id }]);
  const { body } = await person.get(`/v1/customers/${named.body.id}`);
  expect(body.permissions).toContain("customer.delete");
  expect((await person.get(top.path)).status).toBe(404);
});

test("who may manage sub-customers creates them, employees and strangers do not", async () => {
  const top = await aCustomer();
  const [admin, employee] = [await aMember(top, ["admin"]), await aMember(top, ["employee"])];
  expect((await admin.post("/v1/customers", below(top.id))).status).toBe(201);
  expect((await employee.post("/v1/customers", below(top.id))).status).toBe(403);
  expect((await (await aPerson()).post("/v1/customers", below(top.id))).status).toBe(404);
  const unknown = newId();
  expect((await admin.post("/v1/customers", below(unknown))).body).toMatchObject({
    status: 404,
    detail: expect.stringContaining(`no customer ${unknown},`),
    errors: [{ pointer: "/parentId" }],
  });
  const named = await admin.post("/v1/customers", below(top.id, { owner: admin.id }));
  expect([named.status, named.body.code]).toEqual([403, "forbidden"]);
  const alone = await admin.post("/v1/customers", {
    ...below(top.id),
    parentId: undefined,
    owner: admin.id,
  });
  expect([alone.status, alone.body.errors]).toMatchObject([400, [{ pointer: "/owner" }]]);
});

test("who creates customers for others names the owner of one below another, too", async () => {
  const [top, person] = [await aCustomer(), await aPerson()];
  const admin = await anAdmin(["organization-admin"]);
  const { status, body } = await admin.post("/v1/customers", below(top.id, { owner: person.id }));
  expect([status, body.contacts]).toMatchObject([201, [{ id: person.id }]]);
  const { permissions } = (await person.get(`/v1/customers/${body.id}`)).body;
  expect(permissions).toContain("customer.owners.manage");
  expect((await admin.get(`/v1/customers/${body.id}/events`)).body.items).toMatchObject([
    { type: "customer.created", actor: { id: admin.id }, after: { owners: [person.id] } },
  ]);
});

test("whoever makes themselves owner of one owns it no longer than the one above, others as long as they are given it", async () => {
  const [top, person] = [await aCustomer(), await aPerson()];
  const second = await aMember(top, ["owner", "admin"]);
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  await top.owner.put(`${top.path}/members/${second.id}/roles/owner`, { expiresAt });
  const make = async (owner: { id: string }, by = second) => {
    const made = await by.post("/v1/customers", below(top.id, { owner: owner.id }));
    expect(made.status).toBe(201);
    const { body } = await by.get(`/v1/customers/${made.body.id}/members/${owner.id}`);
    return body.roles.map((one: { expiresAt?: string }) => one.expiresAt);
  };
  expect(await make(second)).toEqual([expiresAt]);
  expect(await make(person)).toEqual([undefined]);
  expect(await make(top.owner, top.owner)).toEqual([undefined]);
});

test("customers stand eight levels deep at most", async () => {
  const top = await aCustomer();
  let last: { id: string } = top;
  for (let level = 2; level <= 8; level++) last = await aCustomerBelow(last, top.owner);
  const deeper = await top.owner.post("/v1/customers", below(last.id));
  expect([deeper.status, deeper.body.code]).toEqual([409, "too_deep"]);
  expect((await top.owner.get(`/v1/customers/${last.id}`)).status).toBe(200);
});
