import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { aCustomerBelow, threeLevels } from "../../support/below.ts";
import { aMember, anAdmin, aPerson, aProject } from "../../support/given.ts";

test("roles flow down the tree, never up or sideways", async () => {
  const { top, mid, low, owner } = await threeLevels();
  const beside = await aCustomerBelow(top, owner);
  const employee = await aMember(mid, ["employee"]);
  expect((await employee.get(mid.path)).status).toBe(200);
  expect((await employee.get(low.path)).status).toBe(200);
  expect((await employee.get(top.path)).status).toBe(404);
  expect((await employee.get(beside.path)).status).toBe(404);
  expect((await owner.get(low.path)).body.permissions).toContain("customer.owners.manage");
  expect((await employee.get(low.path)).body.permissions).toEqual(
    (await employee.get(mid.path)).body.permissions,
  );
});

test("who is admin above gives roles below, until the role above is taken", async () => {
  const { top, low, owner } = await threeLevels();
  const admin = await aMember(top, ["admin"]);
  const person = await aPerson();
  const roles = `${low.path}/members/${person.id}/roles`;
  expect((await admin.put(`${roles}/employee`)).status).toBe(200);
  await owner.delete(`${top.path}/members/${admin.id}`, { "if-match": "*" });
  expect((await admin.put(`${roles}/admin`)).status).toBe(404);
  expect((await person.get(low.path)).status).toBe(200);
});

test("who is admin above edits what is below, and who is only employee there does not", async () => {
  const { top, mid, low } = await threeLevels();
  const [admin, employee] = [await aMember(top, ["admin"]), await aMember(mid, ["employee"])];
  const renamed = { displayName: "Renamed from above" };
  const any = { "if-match": "*" };
  const refused = await employee.patch(low.path, renamed, any);
  expect([refused.status, refused.body.code]).toEqual([403, "forbidden"]);
  expect((await admin.patch(low.path, renamed, any)).body).toMatchObject(renamed);
  expect((await admin.get(low.path)).body).toMatchObject(renamed);
});

test("who is admin above works on the projects below", async () => {
  const { top, low, owner } = await threeLevels();
  const admin = await aMember(top, ["admin"]);
  const project = await aProject({ path: low.path, owner: admin });
  const employee = await aMember(top, ["employee"]);
  expect((await employee.get(project.path)).status).toBe(404);
  expect((await admin.get(project.path)).status).toBe(200);
  expect((await owner.get(project.path)).status).toBe(200);
});

test("check and explain know the customers above, and say where a role is held", async () => {
  const { top, mid, low } = await threeLevels();
  const employee = await aMember(mid, ["employee"]);
  const ask = { permission: "customer.view", principal: employee.id };
  const questions = [top, mid, low].map(({ id }) => ({ ...ask, customer: id }));
  const { body } = await top.owner.post("/v1/access/check", { questions });
  expect(body.results.map(({ allowed }: { allowed: boolean }) => allowed)).toEqual([
    false,
    true,
    true,
  ]);
  const why = await top.owner.post("/v1/access/explain", { ...ask, customer: low.id });
  expect(why.body.ways).toMatchObject([{ level: "customer", role: "employee", customer: mid.id }]);
});

test("what groups of a customer above hold there holds below", async () => {
  const { top, low, owner } = await threeLevels();
  const group = (
    await owner.post(`${top.path}/groups`, { identifier: newId("g"), displayName: "Group" })
  ).body;
  const person = await aPerson();
  await owner.put(`${top.path}/groups/${group.id}/members/${person.id}`);
  expect((await person.get(low.path)).status).toBe(404);
  await owner.put(`${top.path}/members/${group.id}/roles/employee`);
  expect((await person.get(low.path)).status).toBe(200);
  const why = await owner.post("/v1/access/explain", {
    principal: person.id,
    permission: "customer.view",
    customer: low.id,
  });
  expect(why.body.ways).toMatchObject([{ through: group.id, customer: top.id }]);
});

test("roles that a customer above defines hold below, as it defines them now", async () => {
  const { top, low, owner } = await threeLevels();
  const role = newId("r");
  const permissions = ["customer.view", "customer.members.view"];
  await owner.post(`${top.path}/roles`, { id: role, name: "Auditor", permissions });
  const person = await aMember(top, [role]);
  expect((await person.get(`${low.path}/members`)).status).toBe(200);
  const why = await owner.post("/v1/access/explain", {
    principal: person.id,
    permission: "customer.members.view",
    customer: low.id,
  });
  expect(why.body.ways).toMatchObject([{ role: `${role}@${top.id}`, customer: top.id }]);
  await owner.patch(
    `${top.path}/roles/${role}`,
    { permissions: ["customer.view"] },
    { "if-match": "*" },
  );
  expect((await person.get(`${low.path}/members`)).status).toBe(403);
});

test("what is disabled stops everything below it but reading", async () => {
  const { top, low, owner } = await threeLevels();
  const operator = await anAdmin(["organization-admin"]);
  await operator.post(`${top.path}/disable`, { reason: "Unpaid" });
  expect((await owner.get(low.path)).status).toBe(200);
  const answer = await owner.post(`${low.path}/projects`, { id: "web", displayName: "Web" });
  expect([answer.status, answer.body.code]).toEqual([409, "customer_disabled"]);
  expect(answer.body.detail).toContain("A customer above this one is disabled.");
});
