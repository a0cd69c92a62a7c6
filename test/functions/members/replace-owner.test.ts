import { expect, test } from "vitest";
import {
  aCustomer,
  aMember,
  anInvitation,
  aPerson,
  aProject,
  type Person,
} from "../../support/given.ts";
import { mailTo, until } from "../../support/inbox.ts";

const any = { "if-match": "*" };

/** Somebody who was invited with these roles, accepted by the link and never signed in. */
async function unclaimed(customer: { path: string; owner: Person }, plan: object) {
  const { token, nobody, email } = await anInvitation(customer, { ...plan });
  const { body } = await nobody.post("/v1/invitations/accept", { token });
  return { id: body.principal as string, email };
}

/** A customer whose two owners never signed in, with the admin who alone can act there. */
async function unled(elder: object) {
  const customer = await aCustomer();
  const { path, owner } = customer;
  const project = await aProject(customer);
  const admin = await aMember(customer, ["admin"]);
  const heir = await aMember(customer, ["owner"]);
  await owner.delete(`${path}/members/${owner.id}`, any);
  const projects = [{ project: project.id, role: "user" }];
  const older = await unclaimed({ path, owner: heir }, { ...elder, projects });
  await heir.delete(`${path}/members/${heir.id}`, any);
  const younger = await unclaimed({ path, owner: admin }, { roles: ["owner"] });
  return { path, project, admin, older, younger };
}

const ownersOf = async (admin: Person, path: string) =>
  (await admin.get(`${path}/members`)).body.items
    .filter(({ roles }: { roles: { role: string }[] }) =>
      roles.some(({ role }) => role === "owner"),
    )
    .map(({ id }: Person) => id)
    .sort();

test("replaces the older of two owners who are not live, with all access that hung on the role", async () => {
  const { path, project, admin, older, younger } = await unled({ roles: ["owner"] });
  const next = await aPerson();
  expect((await admin.put(`${path}/members/${next.id}/roles/owner`)).status).toBe(200);
  expect(await ownersOf(admin, path)).toEqual([younger.id, next.id].sort());
  expect((await admin.get(`${path}/members/${older.id}`)).status).toBe(404);
  const { items } = (await admin.get(`${path}/events?subject=${older.id}`)).body;
  const [removed] = items.filter(({ type }: { type: string }) => type.endsWith("removed"));
  expect(removed).toMatchObject({
    type: "customer.member.removed",
    actor: { id: admin.id },
    before: { roles: [{ role: "owner" }] },
    reason: `The place of owner went to ${next.id}`,
  });
  await until(async () => {
    const { body } = await admin.get(`${project.path}/members`);
    return body.items.length === 0;
  }, "the cascade");
});

test("leaves whom it replaces the other roles and tells them", async () => {
  const { path, project, admin, older, younger } = await unled({ roles: ["owner", "employee"] });
  const next = await aPerson();
  await admin.put(`${path}/members/${next.id}/roles/owner`);
  expect(await ownersOf(admin, path)).toEqual([younger.id, next.id].sort());
  const { body } = await admin.get(`${path}/members/${older.id}`);
  expect(body.roles).toEqual([{ role: "employee", state: "active" }]);
  expect((await admin.get(`${project.path}/members`)).body.items).toMatchObject([{ id: older.id }]);
  const mail = await mailTo(older.email, undefined, { about: /changed/ });
  expect(mail.body.text).toMatch(/Employee/);
});

test("replaces nobody while an owner is live", async () => {
  const { path, admin } = await unled({ roles: ["owner"] });
  const [next, more] = [await aPerson(), await aPerson()];
  await admin.put(`${path}/members/${next.id}/roles/owner`);
  const { status, body } = await next.put(`${path}/members/${more.id}/roles/owner`);
  expect([status, body.code]).toEqual([409, "owner_limit"]);
  expect((await admin.put(`${path}/members/${more.id}/roles/owner`)).status).toBe(403);
});
