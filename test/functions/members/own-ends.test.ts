import { expect, test } from "vitest";
import { aCustomer, aMember, aPerson, aProject, type Person } from "../../support/given.ts";

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const any = { "if-match": "*" };

/** An admin for an hour who is an employee for good, and where their roles are kept. */
async function anAdminForAnHour() {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["employee"]);
  const own = `${customer.path}/members/${admin.id}`;
  await customer.owner.put(`${own}/roles/admin`, { expiresAt: inHours(1) });
  return { ...customer, admin, own };
}

test("lets nobody prolong a role of their own by giving it up and taking it again", async () => {
  const { admin, own } = await anAdminForAnHour();
  expect((await admin.delete(`${own}/roles/employee`)).status).toBe(200);
  for (const grant of [{}, { expiresAt: inHours(2) }]) {
    const refused = await admin.put(`${own}/roles/employee`, grant);
    expect([refused.status, refused.body.code]).toEqual([403, "forbidden"]);
  }
  const whole = { roles: [{ role: "admin", expiresAt: inHours(0.5) }, { role: "employee" }] };
  expect((await admin.put(`${own}/roles`, whole, any)).status).toBe(403);
  const shorter = await admin.put(`${own}/roles/employee`, { expiresAt: inHours(0.5) });
  expect(shorter.status).toBe(200);
});

test("lets owners without an end take a role anew that they gave up", async () => {
  const { owner, path } = await aCustomer();
  const own = `${path}/members/${owner.id}/roles`;
  await owner.put(`${own}/admin`, { expiresAt: inHours(1) });
  expect((await owner.put(`${own}/admin`)).status).toBe(403);
  await owner.delete(`${own}/admin`);
  expect((await owner.put(`${own}/admin`)).status).toBe(200);
});

test("lets nobody take a project role for longer than the role that allows it lasts", async () => {
  const customer = await anAdminForAnHour();
  const { admin, owner } = customer;
  const project = await aProject(customer);
  const roleOf = ({ id }: Person) => `${project.path}/members/${id}/roles/user`;
  await owner.put(roleOf(admin), { expiresAt: inHours(0.5) });
  expect((await admin.delete(roleOf(admin))).status).toBe(204);
  expect((await admin.put(roleOf(admin))).status).toBe(403);
  expect((await admin.put(roleOf(admin), { expiresAt: inHours(2) })).status).toBe(403);
  expect((await admin.put(roleOf(admin), { expiresAt: inHours(0.9) })).status).toBe(200);
  const other = await aMember(customer, ["employee"]);
  expect((await admin.put(roleOf(other))).status).toBe(200);
});

test("binds nobody by one of their roles while another allows it for longer", async () => {
  const { owner, path } = await aCustomer();
  const second = await aPerson();
  const role = (name: string) => `${path}/members/${second.id}/roles/${name}`;
  await owner.put(role("admin"), { expiresAt: inHours(1) });
  await owner.put(role("owner"));
  expect((await second.put(role("employee"))).status).toBe(200);
});
