import { expect, test } from "vitest";
import { signIn } from "../../support/api.ts";
import { aCustomer, anInvitation, aProject } from "../../support/given.ts";
import { until } from "../../support/inbox.ts";

/** Somebody who has accepted by link and never signed in. */
async function invited() {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const offer = { projects: [{ project: project.id, role: "reader" }] };
  const { email, token, nobody } = await anInvitation(customer, offer);
  const { body } = await nobody.post("/v1/invitations/accept", { token });
  const member = () => customer.owner.get(`${customer.path}/members/${body.principal}`);
  return { customer, project, email, principal: body.principal as string, member };
}

test("claims the record that an acceptance made", async () => {
  const { customer, project, email, principal, member } = await invited();
  expect((await member()).body.principal.status).toBe("invited");
  const grace = await signIn(email.toUpperCase());
  const { body: me } = await grace.get("/v1/me");
  expect(me).toMatchObject({
    id: principal,
    email,
    status: "active",
    firstName: "Grace",
    lastName: "Hopper",
  });
  expect((await grace.get("/v1/customers")).body.items).toMatchObject([{ id: customer.id }]);
  expect((await grace.get(project.path)).status).toBe(200);
});

test("is soon seen in the lists of members and of project members", async () => {
  const { customer, project, email, member } = await invited();
  await (await signIn(email)).get("/v1/me");
  const status = async () => (await member()).body.principal.status;
  await until(async () => (await status()) === "active", "the member shown as active");
  for (const at of [customer.path, project.path]) {
    const { body } = await customer.owner.get(`${at}/members`);
    const found = body.items.find(
      (one: { principal: { email: string } }) => one.principal.email === email,
    );
    expect(found.principal.status).toBe("active");
  }
});

test("makes an owner live, who was none before", async () => {
  const { path, owner } = await aCustomer();
  const { email, token, nobody } = await anInvitation({ path, owner }, { roles: ["owner"] });
  await nobody.post("/v1/invitations/accept", { token });
  const leave = () => owner.delete(`${path}/members/${owner.id}`, { "if-match": "*" });
  const early = await leave();
  expect([early.status, early.body.code]).toEqual([409, "last_owner"]);
  await (await signIn(email)).get("/v1/me");
  expect((await leave()).status).toBe(200);
});
