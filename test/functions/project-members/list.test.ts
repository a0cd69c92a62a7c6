import { expect, test } from "vitest";
import { aCustomer, aMember, aProject } from "../../support/given.ts";

test("shows who holds which roles to owners, admins and project admins", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const project = await aProject(customer);
  const lead = await aMember(customer, ["employee"]);
  await owner.put(`${project.path}/members/${lead.id}/roles/admin`);
  for (const caller of [owner, await aMember(customer, ["admin"]), lead]) {
    const { status, body } = await caller.get(`${project.path}/members`);
    expect([status, body.items]).toMatchObject([
      200,
      [{ id: lead.id, principal: { email: lead.email }, roles: [{ role: "admin" }] }],
    ]);
  }
});

test("is closed to project users and readers", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  for (const role of ["user", "reader"]) {
    const person = await aMember(customer, ["employee"]);
    await customer.owner.put(`${project.path}/members/${person.id}/roles/${role}`);
    expect((await person.get(`${project.path}/members`)).status).toBe(403);
  }
});
