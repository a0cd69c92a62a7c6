import { expect, test } from "vitest";
import { type Answer, nobody } from "../../support/api.ts";
import { aCustomer, aMember, aPerson, aProject, type Person } from "../../support/given.ts";
import { mailTo, until } from "../../support/inbox.ts";
import { on, versionAt } from "../../support/version.ts";

const any = { "if-match": "*" };

/** The operation of a removal, once it is done. */
const done = (caller: Person, { body }: Answer) =>
  until(async () => {
    const operation = (await caller.get(`/v1/operations/${body.operation}`)).body;
    return operation.state === "done" && operation;
  }, "the cascade");

test("ends access at once, then takes the project access and tells the person", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const person = await aMember(customer, ["employee"]);
  const projects = [await aProject(customer), await aProject(customer)];
  for (const project of projects)
    await owner.put(`${project.path}/members/${person.id}/roles/user`);
  const member = `${path}/members/${person.id}`;
  const removal = await owner.delete(member, on(await versionAt(owner, member)));
  expect([removal.status, removal.body.id]).toEqual([200, person.id]);
  expect((await person.get(path)).status).toBe(404);
  expect((await person.get(projects[0]?.path ?? "")).status).toBe(404);
  expect(await done(owner, removal)).toMatchObject({ kind: "member-removed", removed: 2 });
  for (const project of projects)
    expect((await owner.get(`${project.path}/members`)).body.items).toEqual([]);
  const { items } = (await owner.get(`${path}/events?subject=${person.id}`)).body;
  expect(items.map(({ type }: { type: string }) => type).slice(0, 2)).toEqual([
    "customer.access.cascaded",
    "customer.member.removed",
  ]);
  const mail = await mailTo(person.email, undefined, { about: /no longer|removed|ended/i });
  for (const { id } of projects) expect(mail.body.text).toContain(`Project ${id}`);
});

test("lets members leave", async () => {
  const customer = await aCustomer();
  const person = await aMember(customer, ["employee"]);
  const left = await person.delete(`${customer.path}/members/${person.id}`, any);
  expect(left.status).toBe(200);
  expect((await person.get(customer.path)).status).toBe(404);
  expect((await done(person, left)).removed).toBe(0);
});

test("refuses to remove without a version, and another than there is", async () => {
  const customer = await aCustomer();
  const { id } = await aMember(customer, ["employee"]);
  const member = `${customer.path}/members/${id}`;
  expect((await customer.owner.delete(member)).status).toBe(428);
  const version = await versionAt(customer.owner, member);
  expect((await customer.owner.delete(member, on(version + 1))).status).toBe(412);
  expect((await customer.owner.get(member)).status).toBe(200);
});

test("lets admins remove employees and admins, not owners", async () => {
  const customer = await aCustomer();
  const [admin, other] = [await aMember(customer, ["admin"]), await aMember(customer, ["admin"])];
  const employee = await aMember(customer, ["employee"]);
  const remove = ({ id }: Person) => admin.delete(`${customer.path}/members/${id}`, any);
  expect((await remove(customer.owner)).status).toBe(403);
  expect((await remove(employee)).status).toBe(200);
  expect((await remove(other)).status).toBe(200);
});

test("tells employees nothing about who is a member", async () => {
  const customer = await aCustomer();
  const employee = await aMember(customer, ["employee"]);
  const stranger = await aPerson();
  const remove = ({ id }: Person) => employee.delete(`${customer.path}/members/${id}`, any);
  const [member, other] = [await remove(customer.owner), await remove(stranger)];
  expect([member.status, other.status]).toEqual([403, 403]);
  expect(member.body.detail).toBe(other.body.detail);
});

test("knows no member who is none", async () => {
  const customer = await aCustomer();
  const stranger = await aPerson();
  const member = `${customer.path}/members/${stranger.id}`;
  expect((await customer.owner.delete(member, any)).status).toBe(404);
  expect((await nobody().delete(member, any)).status).toBe(401);
});
