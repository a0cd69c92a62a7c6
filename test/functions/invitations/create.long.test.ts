import { expect, test } from "vitest";
import { newAddress } from "../../support/api.ts";
import { aCustomer, aMember, anInvitation, aPerson, aProject } from "../../support/given.ts";
import { mailTo, tokenIn } from "../../support/inbox.ts";
import { disable, disableCustomer, invite } from "../../support/invite.ts";

test("sends a mail that names customer, inviter and offer, with a link alone on its line", async () => {
  const customer = await aCustomer();
  await customer.owner.patch("/v1/me", { firstName: "Ada", lastName: "L" }, { "if-match": '"1"' });
  const project = await aProject(customer);
  const email = newAddress("grace");
  const { status, body, headers } = await invite(customer.owner, customer.path, {
    email,
    roles: ["admin", "employee"],
    message: "Welcome aboard!",
    projects: [{ project: project.id, role: "user" }],
  });
  expect(status).toBe(201);
  expect(headers.get("etag")).toBe('"1"');
  expect(body).toMatchObject({
    customer: customer.id,
    email,
    state: "pending",
    resent: 0,
    message: "Welcome aboard!",
    roles: ["admin", "employee"],
    projects: [{ project: project.id, role: "user" }],
    inviter: { id: customer.owner.id, displayName: "Ada L" },
  });
  const mail = await mailTo(email);
  for (const part of ["Ada L", `Customer ${customer.id}`, "Admin", "Employee", "Welcome aboard!"])
    expect(mail.body.text).toContain(part);
  expect(mail.body.text).toContain(`Project ${project.id}`);
  expect(tokenIn(mail)).toMatch(new RegExp(`^${customer.id}\\.${body.id}\\.[\\w-]{43}$`));
});

test("answers neither the link's secret nor its hash nor its round", async () => {
  const { path, owner } = await aCustomer();
  const { id, body } = await anInvitation({ path, owner });
  const read = await owner.get(`${path}/invitations/${id}`);
  const listed = await owner.get(`${path}/invitations`);
  for (const shown of [body, read.body, listed.body.items[0]])
    expect(Object.keys(shown).sort()).toEqual(
      [
        "createdAt",
        "customer",
        "email",
        "expiresAt",
        "firstName",
        "groups",
        "id",
        "inviter",
        "lastName",
        "projects",
        "resent",
        "roles",
        "sentAt",
        "state",
        "updatedAt",
        "version",
      ].sort(),
    );
});

test("records who invited whom to what, by ids alone", async () => {
  const { path, owner } = await aCustomer();
  const { body } = await invite(owner, path);
  const { body: events } = await owner.get(`${path}/events?type=customer.invitation.created`);
  expect(events.items).toMatchObject([
    { subject: body.id, actor: { type: "user", id: owner.id }, after: { roles: ["employee"] } },
  ]);
  expect(JSON.stringify(events.items)).not.toContain(body.email);
});

test("refuses a second open invitation to one address and names the open one", async () => {
  const { path, owner } = await aCustomer();
  const { body: first } = await invite(owner, path);
  const email = `  ${first.email.toUpperCase()} `;
  const { status, body } = await invite(owner, path, { email });
  expect([status, body.code, body.invitation]).toEqual([409, "invitation_open", first.id]);
  const { body: list } = await owner.get(`${path}/invitations`);
  expect(list.items.map(({ id }: { id: string }) => id)).toEqual([first.id]);
});

test("lets two customers invite one address", async () => {
  const [one, other] = [await aCustomer(), await aCustomer()];
  const email = newAddress();
  expect((await invite(one.owner, one.path, { email })).status).toBe(201);
  expect((await invite(other.owner, other.path, { email })).status).toBe(201);
});

test("refuses an address that belongs to a member and names the member", async () => {
  const customer = await aCustomer();
  const member = await aMember(customer, ["employee"]);
  const { status, body } = await invite(customer.owner, customer.path, { email: member.email });
  expect([status, body.code, body.member]).toEqual([409, "already_member", member.id]);
});

test("lets nobody offer more than they hold", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin"]);
  const employee = await aMember(customer, ["employee"]);
  const asOwner = await invite(admin, customer.path, { roles: ["owner"] });
  expect([asOwner.status, asOwner.body.code]).toEqual([403, "forbidden"]);
  expect((await invite(employee, customer.path)).status).toBe(403);
  expect((await invite(await aPerson(), customer.path)).status).toBe(404);
  const { body } = await customer.owner.get(`${customer.path}/invitations`);
  expect(body.items).toEqual([]);
  expect((await invite(admin, customer.path, { roles: ["admin"] })).status).toBe(201);
});

test("lets an admin offer the owner role while no owner is live", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin"]);
  await disable(customer.owner.id);
  const { status, body } = await invite(admin, customer.path, { roles: ["owner"] });
  expect([status, body.roles]).toEqual([201, ["owner"]]);
});

test("keeps one of the two places for owners for an open invitation that carries the role", async () => {
  const { path, owner } = await aCustomer();
  const { body: open } = await invite(owner, path, { roles: ["owner"] });
  const second = await invite(owner, path, { roles: ["owner"] });
  expect([second.status, second.body.code]).toEqual([409, "owner_limit"]);
  const person = await aPerson();
  const granted = await owner.put(`${path}/members/${person.id}/roles/owner`);
  expect([granted.status, granted.body.code]).toEqual([409, "owner_limit"]);
  await owner.delete(`${path}/invitations/${open.id}`);
  expect((await owner.put(`${path}/members/${person.id}/roles/owner`)).status).toBe(200);
});

test("refuses invitations to a disabled customer", async () => {
  const { id, path, owner } = await aCustomer();
  await disableCustomer(id);
  const { status, body } = await invite(owner, path);
  expect([status, body.code]).toEqual([409, "customer_disabled"]);
});

test("understands what roles are called in other systems", async () => {
  const { path, owner } = await aCustomer();
  const roles = ["manager", { role: "workspace-member" }];
  const { body } = await invite(owner, path, { roles });
  expect(body.roles).toEqual(["admin", "employee"]);
});
