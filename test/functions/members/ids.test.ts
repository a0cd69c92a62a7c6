import { expect, test } from "vitest";
import {
  aCustomer,
  aKey,
  aMember,
  anApiUser,
  aPerson,
  aProject,
  type Person,
} from "../../support/given.ts";
import { aThing } from "../../support/things.ts";

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

/** Lets somebody do one thing at a customer without seeing who else may. */
async function allow(
  { id }: Person,
  permission: string,
  { owner, path }: { owner: Person; path: string },
) {
  const role = { id: "helper", name: "Helper", permissions: [permission] };
  expect((await owner.post(`${path}/roles`, role)).status).toBe(201);
  expect((await owner.put(`${path}/members/${id}/roles/helper`)).status).toBe(200);
}

test("nor from a thing that they give to another owner", async () => {
  const [from, to] = [await aCustomer(), await aCustomer()];
  const helper = await aPerson();
  for (const customer of [from, to]) await allow(helper, "customer.things.manage", customer);
  const thing = await aThing(from);
  const moved = await helper.post(`${thing.path}/owner`, { customer: to.id });
  expect([moved.status, moved.body.customer]).toEqual([200, to.id]);
  expect(JSON.stringify(moved.body)).not.toContain(from.owner.id);
  const seen = await to.owner.get(`${to.path}/devices/${thing.id}`);
  expect(seen.body).toMatchObject({ createdBy: from.owner.id, updatedBy: helper.id });
});

test("nor from API users and their keys", async () => {
  const customer = await aCustomer();
  const helper = await aPerson();
  await allow(helper, "customer.api-users.manage", customer);
  const { path } = await anApiUser(customer);
  const key = await aKey({ path }, customer.owner);
  const answers = [
    await helper.patch(path, { displayName: "Deployment" }, any),
    await helper.patch(path, { displayName: "Release" }, any),
    await helper.get(path),
    await helper.get(`${path}/keys`),
    await helper.get(key.path),
  ];
  for (const { status, body } of answers)
    expect([status, JSON.stringify(body)]).toEqual([
      200,
      expect.not.stringContaining(customer.owner.id),
    ]);
  const authors = { createdBy: customer.owner.id, updatedBy: helper.id };
  expect((await customer.owner.get(path)).body).toMatchObject(authors);
  expect((await customer.owner.get(key.path)).body.createdBy).toBe(customer.owner.id);
});
