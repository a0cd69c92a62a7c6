import { expect, test } from "vitest";
import { nobody } from "../../support/api.ts";
import { aCustomer, aMember, anInvitation, aPerson } from "../../support/given.ts";

const any = { "if-match": "*" };

test("answers the customer, its live owners and the caller's own permissions", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const second = await aMember(customer, ["owner"]);
  const employee = await aMember(customer, ["employee"]);
  const seen = (await employee.get(path)).body;
  expect(seen.contacts.map(({ email }: { email: string }) => email).sort()).toEqual(
    [owner.email, second.email].sort(),
  );
  expect(seen.permissions).toEqual(["customer.view", "customer.things.view"]);
  const own = (await owner.get(path)).body.permissions;
  expect(own).toEqual(expect.arrayContaining(["customer.delete", "customer.owners.manage"]));
});

test("names no owner who never signed in", async () => {
  const customer = await aCustomer();
  const { token, nobody: guest } = await anInvitation(customer, { roles: ["owner"] });
  await guest.post("/v1/invitations/accept", { token });
  const { contacts } = (await customer.owner.get(customer.path)).body;
  expect(contacts).toMatchObject([{ id: customer.owner.id }]);
});

test("gives admins the right to appoint an owner only while none is live", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const admin = await aMember(customer, ["admin"]);
  const heir = await aMember(customer, ["owner"]);
  const mayAppoint = async () =>
    (await admin.get(path)).body.permissions.includes("customer.owners.manage");
  await owner.delete(`${path}/members/${owner.id}`, any);
  expect(await mayAppoint()).toBe(false);
  await heir.delete(`${path}/members/${heir.id}`, any);
  expect(await mayAppoint()).toBe(true);
  expect((await admin.put(`${path}/members/${admin.id}/roles/owner`)).status).toBe(200);
});

test("is closed to strangers and nobody", async () => {
  const { path } = await aCustomer();
  const { status, body } = await (await aPerson()).get(path);
  expect([status, body.title]).toEqual([404, "Not found"]);
  expect(body.detail).toContain("Check the address and the account you are signed in with.");
  expect((await nobody().get(path)).status).toBe(401);
});
