import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { aCustomerBelow, aRoleFromAbove } from "../../support/below.ts";
import { aCustomerOf, aMember, aPerson, askFor } from "../../support/given.ts";
import { mailsTo, mailTo, until } from "../../support/inbox.ts";
import { moveTo } from "../../support/moves.ts";

const any = { "if-match": "*" };

const mayExport = async (by: Awaited<ReturnType<typeof aPerson>>, customer: string) => {
  const questions = [{ permission: "customer.export", customer }];
  return (await by.post("/v1/access/check", { questions })).body.results[0].allowed;
};

test("a role of a customer above is given on a group of customers further down, and holds in it", async () => {
  const { top, mid, owner, path, child, spare, name, role } = await aRoleFromAbove();
  const person = await aPerson();
  const at = `${path}/members/${person.id}`;
  const given = await owner.put(`${at}/roles/${name}`);
  expect([given.status, given.body.roles[0].role]).toEqual([200, name]);
  const lower = await aCustomerBelow(child, owner);
  const places = [child.id, lower.id, spare.id, mid.id, top.id];
  const allowed = await Promise.all(places.map((one) => mayExport(person, one)));
  expect(allowed).toEqual([true, true, false, false, false]);
  expect((await mailTo(person.email)).body.text).toContain("Your role: Exporter");
  const { items } = (await owner.get(`${child.path}/access?inherited=true`)).body;
  const listed = items.find(({ id }: { id: string }) => id === person.id);
  expect(listed.roles).toMatchObject([{ role: name, customer: child.id }]);
  const held = await owner.delete(`${top.path}/roles/${role}`, any);
  expect([held.status, held.body.code]).toEqual([409, "role_held"]);
  expect((await owner.delete(`${at}/roles/${name}`)).status).toBe(204);
  expect(await mayExport(person, child.id)).toBe(false);
  expect((await owner.delete(`${top.path}/roles/${role}`, any)).status).toBe(204);
});

test("nobody gives there what they do not hold, nor puts customers where it is held", async () => {
  const { mid, owner, path, id, spare, holder, name, role } = await aRoleFromAbove();
  const admin = await aMember({ ...mid, owner }, ["admin"]);
  const refused = await admin.put(`${path}/members/${holder.id}/roles/${name}`);
  expect([refused.status, refused.body.code]).toEqual([403, "forbidden"]);
  const stranger = await aCustomerOf(await aPerson());
  const permissions = ["customer.view", "customer.export"];
  const theirs = { id: role, name: "Theirs", permissions };
  expect((await stranger.owner.post(`${stranger.path}/roles`, theirs)).status).toBe(201);
  const wrong = await owner.put(`${path}/members/${holder.id}/roles/${role}@${stranger.id}`);
  expect([wrong.status, wrong.body.code]).toEqual([400, "invalid"]);
  expect((await owner.put(`${path}/members/${holder.id}/roles/${name}`)).status).toBe(200);
  expect((await admin.put(`${path}/customers/${spare.id}`)).status).toBe(403);
  const inside = { id: newId(), displayName: "Inside", parentId: mid.id, groups: [id] };
  expect((await admin.post("/v1/customers", inside)).status).toBe(403);
  expect((await owner.post("/v1/customers", inside)).status).toBe(201);
  expect(await mayExport(holder, inside.id)).toBe(true);
});

test("such a role waits for approval, and is given only as it was agreed to", async () => {
  const { top, mid, owner, path, child, name, role } = await aRoleFromAbove();
  const second = await aMember(top, ["owner"]);
  await askFor({ ...mid, owner }, 2);
  const [one, other] = [await aPerson(), await aPerson()];
  const asked = async ({ id }: { id: string }) => {
    const { status, body } = await owner.put(`${path}/members/${id}/roles/${name}`);
    expect(status).toBe(202);
    return `${mid.path}/access-requests/${body.id}/approve`;
  };
  const [first, later] = [await asked(one), await asked(other)];
  expect((await second.post(first)).status).toBe(200);
  expect(await mayExport(one, child.id)).toBe(true);
  const permissions = ["customer.view", "customer.export", "customer.edit"];
  await owner.patch(`${top.path}/roles/${role}`, { permissions }, any);
  await second.post(later);
  expect(await mayExport(other, child.id)).toBe(false);
});

test("moved away from the customer that defines it, it grants nothing at once, and goes", async () => {
  const { mid, owner, path, child, holder, name } = await aRoleFromAbove();
  const [only, other] = [await aPerson(), await aCustomerOf(owner)];
  for (const { id } of [only, holder])
    expect((await owner.put(`${path}/members/${id}/roles/${name}`)).status).toBe(200);
  const all = `${mid.path}/customer-groups/all`;
  expect((await owner.put(`${all}/members/${only.id}/roles/${name}`)).status).toBe(200);
  await moveTo(mid, other.id, owner);
  expect((await only.get(child.path)).status).toBe(404);
  expect(await mayExport(holder, child.id)).toBe(false);
  expect((await holder.get(child.path)).status).toBe(200);
  const rolesOf = async (group: string, { id }: { id: string }) => {
    const { items } = (await owner.get(`${group}/members`)).body;
    const found = items.find((one: { id: string }) => one.id === id);
    return found?.roles.map(({ role }: { role: string }) => role);
  };
  await until(async () => !(await rolesOf(path, only)), "the end of the role");
  await until(async () => !(await rolesOf(all, only)), "the same on all");
  await until(async () => String(await rolesOf(path, holder)) === "employee", "the same of more");
  const isTold = async () =>
    (await mailsTo(holder.email)).some(({ body }) => body.text.includes("Now: Employee"));
  await until(isTold, "the mail about what stayed");
  expect((await mailTo(only.email, undefined, { about: /have ended/ })).subject).toContain(
    `Customer ${mid.id}`,
  );
});
