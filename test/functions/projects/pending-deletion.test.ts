import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import {
  aCustomer,
  aGroup,
  aMachine,
  aMember,
  anAdmin,
  anInvitation,
  aPendingProject,
  aProject,
  aTenant,
} from "../../support/given.ts";
import { mailTo, until } from "../../support/inbox.ts";
import { planFor } from "../../support/invite.ts";
import { codeOf } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

const anyVersion = { "if-match": "*" };
const pending = [409, "project_pending_deletion"];

test("cuts access at once, says why, and tells whoever had it", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const person = await aMember(customer, ["employee"]);
  const project = await aPendingProject(customer, 1, [person]);
  expect((await person.get(project.path)).status).toBe(404);
  expect((await person.get(`${path}/projects`)).body.items).toEqual([]);
  const question = { permission: "project.cloud.access", customer: id, project: project.id };
  const checked = await person.post("/v1/access/check", { questions: [question] });
  expect(checked.body.results).toEqual([{ allowed: false }]);
  const why = await owner.post("/v1/access/explain", { ...question, principal: person.id });
  expect(why.body).toMatchObject({
    allowed: false,
    failing: [{ level: "project", role: "user", because: "project_pending_deletion" }],
  });
  expect((await owner.get(`${project.path}/access`)).body.items).toEqual([]);
  const { items } = (await owner.get(`${project.path}/members`)).body;
  expect(items).toMatchObject([{ principal: { id: person.id } }]);
  const mail = await mailTo(person.email, undefined, { about: /about to be deleted/ });
  expect(mail.body.text).toContain("Your access to it has ended.");
  expect(mail.body.text).toContain("Replaced");
});

test("leaves owners, admins and operators the sight of it, and no use", async () => {
  const customer = await aCustomer();
  const { owner, id, path } = customer;
  const project = await aPendingProject(customer);
  expect((await owner.get(project.path)).body).toMatchObject({
    status: "pending_deletion",
    tenants: 1,
    deletion: { reason: "Replaced", operation: project.operation },
  });
  const question = { permission: "project.resources.use", customer: id, project: project.id };
  const why = await owner.post("/v1/access/explain", question);
  expect(why.body).toMatchObject({
    allowed: false,
    ways: [],
    failing: [{ level: "customer", role: "owner", because: "project_pending_deletion" }],
  });
  const operator = await anAdmin(["compliance-manager"]);
  expect((await operator.get(project.path)).status).toBe(200);
  expect((await operator.get(`${path}/projects`)).body.items).toMatchObject([{ id: project.id }]);
  const machine = await aMachine(customer, ["customer.view", "project.view"]);
  expect((await machine.key.caller.get(project.path)).status).toBe(200);
});

test("refuses every change but taking access away", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const [person, other] = [
    await aMember(customer, ["employee"]),
    await aMember(customer, ["employee"]),
  ];
  const group = await aGroup(customer, ["employee"]);
  const project = await aPendingProject(customer, 1, [person]);
  const roles = `${project.path}/members/${person.id}/roles`;
  const answers = [
    await owner.patch(project.path, { displayName: "Anew" }, anyVersion),
    await owner.put(`${project.path}/members/${other.id}/roles/user`),
    await owner.put(`${project.path}/members/${group.id}/roles/user`),
    await owner.put(`${roles}/user`, { expiresAt: "2031-01-01T00:00:00Z" }),
    await owner.post(`${project.path}/delete`, { confirm: project.id, reason: "Again" }),
    await owner.post(
      `${customer.path}/invitations`,
      planFor(undefined, { projects: [{ project: project.id, role: "user" }] }),
    ),
  ];
  expect(answers.map(codeOf)).toEqual(answers.map(() => pending));
  expect((await owner.delete(`${roles}/user`)).status).toBe(204);
  expect((await owner.get(`${project.path}/members`)).body.items).toEqual([]);
});

test("an invitation accepted meanwhile gives everything else", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const project = await aProject(customer);
  await aTenant(project, owner);
  const invitation = await anInvitation(customer, {
    projects: [{ project: project.id, role: "user" }],
  });
  await owner.post(`${project.path}/delete`, { confirm: project.id, reason: "Replaced" });
  const { token } = invitation;
  const accepted = await invitation.nobody.post("/v1/invitations/accept", { token });
  expect(accepted.body.skipped).toEqual([
    { kind: "project", id: project.id, reason: "This project is about to be deleted." },
  ]);
});

test("whoever leaves the customer loses what they held there for good", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const person = await aMember(customer, ["employee"]);
  const project = await aPendingProject(customer, 1, [person]);
  const key = { principal: person.id, customer: id, project: project.id };
  expect(await tableOf().get(keys["project binding"](key))).toBeDefined();
  await owner.delete(`${path}/members/${person.id}`, anyVersion);
  await until(async () => !(await tableOf().get(keys["project binding"](key))), "the cascade");
});

test("the operation that tells everybody is known to those who may delete projects", async () => {
  const customer = await aCustomer();
  const [admin, employee] = [
    await aMember(customer, ["admin"]),
    await aMember(customer, ["employee"]),
  ];
  const { operation } = await aPendingProject(customer);
  const seen = await until(async () => {
    const { body } = await admin.get(`/v1/operations/${operation}`);
    return body.state === "done" && body;
  });
  expect(seen).toMatchObject({ kind: "project-deletion-requested", removed: 0 });
  expect((await employee.get(`/v1/operations/${operation}`)).status).toBe(404);
});
