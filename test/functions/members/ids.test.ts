import { expect, test } from "vitest";
import { aCustomer, aMember, aProject } from "../../support/given.ts";

const any = { "if-match": "*" };

test("who may not see the members learns the ids of none from customers and projects", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin"]);
  const [lead, reader] = [
    await aMember(customer, ["employee"]),
    await aMember(customer, ["employee"]),
  ];
  const project = await aProject({ ...customer, owner: admin });
  const role = (id: string, name: string) => `${project.path}/members/${id}/roles/${name}`;
  await admin.put(role(lead.id, "admin"));
  await admin.put(role(reader.id, "reader"));
  await admin.patch(customer.path, { phone: "1" }, any);
  const projects = `${customer.path}/projects`;
  for (const employee of [lead, reader])
    for (const path of [customer.path, "/v1/customers", project.path, projects]) {
      const { status, body } = await employee.get(path);
      expect([status, JSON.stringify(body)]).toEqual([200, expect.not.stringContaining(admin.id)]);
    }
  const { body: changed } = await lead.patch(project.path, { description: "New" }, any);
  expect(changed).toMatchObject({ id: project.id, description: "New" });
  expect(JSON.stringify(changed)).not.toContain(admin.id);
  const authors = { createdBy: admin.id, updatedBy: lead.id };
  expect((await admin.get(project.path)).body).toMatchObject(authors);
  expect((await admin.get(projects)).body.items).toMatchObject([authors]);
  expect((await admin.get(customer.path)).body).toMatchObject({
    createdBy: customer.owner.id,
    updatedBy: admin.id,
  });
});
