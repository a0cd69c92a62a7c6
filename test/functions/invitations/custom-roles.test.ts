import { expect, test } from "vitest";
import {
  aCustomer,
  aGroup,
  anInvitation,
  aPerson,
  aProject,
  aProjectRole,
} from "../../support/given.ts";
import { mailTo } from "../../support/inbox.ts";
import { planFor } from "../../support/invite.ts";

const any = { "if-match": "*" };
const auditor = { id: "auditor", name: "Chief auditor", permissions: ["customer.events.view"] };

/** A customer with a role of its own. */
async function withRole() {
  const customer = await aCustomer();
  await customer.owner.post(`${customer.path}/roles`, auditor);
  return customer;
}

test("invites in a role of the customer's own, by its name, and gives it at acceptance", async () => {
  const customer = await withRole();
  const invited = await anInvitation(customer, { roles: ["auditor"] });
  const mail = await mailTo(invited.email);
  expect(mail.body.text).toContain("Chief auditor");
  const shown = await invited.nobody.post("/v1/invitations/preview", { token: invited.token });
  expect(shown.body).toMatchObject({ roles: ["auditor"], roleNames: ["Chief auditor"] });
  const { status, body } = await invited.nobody.post("/v1/invitations/accept", {
    token: invited.token,
  });
  expect([status, body.roles]).toEqual([200, ["auditor"]]);
  const member = await customer.owner.get(`${customer.path}/members/${body.principal}`);
  expect(member.body.roles).toMatchObject([{ role: "auditor" }]);
  expect((await customer.owner.delete(`${customer.path}/roles/auditor`, any)).body.code).toBe(
    "role_held",
  );
});

test("offers a project role that the platform defines by its name", async () => {
  const customer = await aCustomer();
  const [project, pilot] = [await aProject(customer), await aProjectRole()];
  const projects = [{ project: project.id, role: pilot.id }];
  const invited = await anInvitation(customer, { projects });
  const { body } = await invited.nobody.post("/v1/invitations/preview", { token: invited.token });
  expect(body.projects).toMatchObject([{ role: pilot.id, roleName: "Pilot" }]);
});

test("leaves a role out that is gone by then, and says so", async () => {
  const customer = await withRole();
  const invited = await anInvitation(customer, { roles: ["auditor", "employee"] });
  await customer.owner.delete(`${customer.path}/roles/auditor`, any);
  const { body } = await invited.nobody.post("/v1/invitations/accept", { token: invited.token });
  expect(body).toMatchObject({
    roles: ["employee"],
    skipped: [{ kind: "role", id: "auditor" }],
  });
});

test("offers nothing when no role is left", async () => {
  const customer = await withRole();
  const invited = await anInvitation(customer, { roles: ["auditor"] });
  await customer.owner.delete(`${customer.path}/roles/auditor`, any);
  const answer = await invited.nobody.post("/v1/invitations/accept", { token: invited.token });
  expect([answer.status, answer.body.code]).toEqual([409, "invitation_blocked"]);
});

test("refuses a role that the customer does not have, and says where", async () => {
  const { owner, path } = await aCustomer();
  const plan = { ...planFor(), roles: ["employee", "auditor"] };
  const { status, body } = await owner.post(`${path}/invitations`, plan);
  expect([status, body.errors[0].pointer]).toEqual([400, "/roles/1"]);
});

test("whoever has the customer through a group alone may be invited, and keeps their projects", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const person = await aPerson();
  const group = await aGroup(customer, ["employee"], [person]);
  const project = await aProject(customer);
  await owner.put(`${project.path}/members/${person.id}/roles/user`);
  const { status, body } = await owner.post(`${path}/invitations`, planFor(person.email));
  expect(status).toBe(201);
  expect((await person.post(`/v1/me/invitations/${body.id}/accept`)).status).toBe(200);
  await owner.delete(`${group.path}/members/${person.id}`);
  expect((await person.get(project.path)).status).toBe(200);
});
