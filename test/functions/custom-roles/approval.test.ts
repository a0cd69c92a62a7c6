import { expect, test } from "vitest";
import {
  aCustomer,
  aGroup,
  aMember,
  aPerson,
  aProject,
  aProjectRole,
  askFor,
} from "../../support/given.ts";

const any = { "if-match": "*" };

/** A customer where two people have to agree, and who agrees to what is asked for. */
async function aCautiousOne() {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const second = await aMember(customer, ["admin"]);
  const agreed = async (asked: { status: number; body: { id: string } }) => {
    expect(asked.status).toBe(202);
    const at = `${path}/access-requests/${asked.body.id}/approve`;
    expect((await second.post(at)).body.state).toBe("approved");
  };
  return { ...customer, owner, path, second, agreed };
}

const auditor = { id: "auditor", name: "Auditor", permissions: ["customer.events.view"] };

test("a role of a customer's own that somebody holds is widened when others agree, and what it says otherwise at once", async () => {
  const customer = await aCautiousOne();
  const { owner, path, agreed } = customer;
  const at = `${path}/roles/auditor`;
  expect((await owner.post(`${path}/roles`, auditor)).status).toBe(201);
  await aMember(customer, ["auditor"]);
  await askFor(customer, 2);
  const permissions = ["customer.view", "customer.members.view"];
  const asked = await owner.patch(at, { permissions }, any);
  expect((await owner.get(at)).body.permissions).not.toContain("customer.members.view");
  await agreed(asked);
  expect((await owner.get(at)).body.permissions).toEqual([
    "customer.members.view",
    "customer.view",
  ]);
  expect((await owner.patch(at, { name: "Reviser" }, any)).status).toBe(200);
});

test("one that nobody holds, or holds any more, is widened at once", async () => {
  const customer = await aCautiousOne();
  const { owner, path } = customer;
  const at = `${path}/roles/auditor`;
  expect((await owner.post(`${path}/roles`, auditor)).status).toBe(201);
  const holder = await aGroup(customer, ["auditor"]);
  await askFor(customer, 2);
  const widen = (...more: string[]) =>
    owner.patch(at, { permissions: [...auditor.permissions, ...more] }, any);
  expect((await widen("customer.edit")).status).toBe(202);
  await owner.delete(`${path}/members/${holder.id}/roles/auditor`);
  const wider = await widen("customer.members.view");
  expect([wider.status, wider.body.permissions]).toEqual([
    200,
    expect.arrayContaining(["customer.members.view"]),
  ]);
});

test("people join a group with roles when others agree, and hold project roles that the platform has", async () => {
  const customer = await aCautiousOne();
  const { owner, path, agreed } = customer;
  const [person, group] = [await aPerson(), await aGroup(customer, ["employee"])];
  const [project, role] = [await aProject(customer), await aProjectRole()];
  await askFor(customer, 2);
  await agreed(await owner.put(`${group.path}/members/${person.id}`));
  expect((await person.get(path)).status).toBe(200);
  const many = await owner.post(`${group.path}/members`, { add: [(await aPerson()).id] });
  expect(many.body.results).toMatchObject([{ status: "requested" }]);
  await agreed(await owner.put(`${project.path}/members/${person.id}/roles/${role.id}`));
  expect((await person.get(project.path)).status).toBe(200);
});
