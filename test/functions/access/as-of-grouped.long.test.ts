import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { aCustomerBelow } from "../../support/below.ts";
import { done } from "../../support/cascades.ts";
import {
  aCustomer,
  aGroup,
  anAdminGroup,
  aPerson,
  aProject,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { remembered } from "../../support/looking-back.ts";
import { moveTo } from "../../support/moves.ts";
import { tableOf } from "../../support/table.ts";

const any = { "if-match": "*" };

type Look = Awaited<ReturnType<typeof remembered>>;

/** The names of roles of one's own that would give it are those of today. */
const told = ({ allowed, ways, failing }: Look["today"]) => ({ allowed, ways, failing });

async function expectRemembered(looks: readonly Look[]) {
  for (const { later, today } of looks)
    await expect.poll(async () => told(await later())).toEqual(told(today));
}

/** A group of the customers right below one, or of those below none. */
async function aGroupOf(path: string, by: Person) {
  const { body } = await by.post(`${path}/customer-groups`, { displayName: newId("Group") });
  return { id: body.id as string, path: `${path}/customer-groups/${body.id}` };
}

test("a role on a group of customers, while the customer was in it and the group was there", async () => {
  const top = await aCustomer();
  const { owner, path } = top;
  const group = await aGroupOf(path, owner);
  const id = newId();
  const body = { id, displayName: "Made in it", parentId: top.id, groups: [group.id] };
  expect((await owner.post("/v1/customers", body)).status).toBe(201);
  const low = await aCustomerBelow({ id }, owner);
  const person = await aPerson();
  const role = (name: string, on = group.path) => `${on}/members/${person.id}/roles/${name}`;
  const question = { principal: person.id, permission: "customer.edit", customer: low.id };
  const all = `${path}/customer-groups/all`;
  const steps = [
    () => owner.put(role("admin")),
    () => owner.delete(`${group.path}/customers/${id}`),
    () => owner.put(role("admin", all)),
    () => owner.delete(role("admin", all)),
    () => owner.put(`${group.path}/customers/${id}`),
    () => owner.put(role("employee")),
    () => owner.delete(role("admin")),
    () => owner.put(role("admin")),
    () => owner.delete(group.path, any),
  ];
  const looks = [await remembered(owner, question)];
  for (const step of steps) {
    const { status, body: answer } = await step();
    expect(status).toBeLessThan(300);
    looks.push(await remembered(owner, question));
    if (answer?.id?.startsWith("opn_")) await done(top, answer.id);
  }
  expect(looks.map(({ allowed }) => allowed)).toEqual([
    false,
    true,
    false,
    true,
    false,
    true,
    true,
    false,
    true,
    false,
  ]);
  await expectRemembered(looks);
});

test("what a group of people held on a group of customers, with a role of the customer's own", async () => {
  const top = await aCustomer();
  const { owner, path } = top;
  const [group, below] = [await aGroupOf(path, owner), await aCustomerBelow(top, owner)];
  await owner.put(`${group.path}/customers/${below.id}`);
  const person = await aPerson();
  const crew = await aGroup(top, [], [person]);
  await owner.post(`${path}/roles`, { id: "auditor", name: "A", permissions: ["customer.edit"] });
  const role = `${group.path}/members/${crew.id}/roles/auditor`;
  const about = { permission: "customer.edit", customer: below.id };
  const look = async () => [
    await remembered(owner, { ...about, principal: person.id }),
    await remembered(owner, { ...about, principal: crew.id }),
  ];
  const looks = await look();
  const steps = [
    () => owner.put(role),
    () => owner.patch(`${path}/roles/auditor`, { permissions: ["customer.view"] }, any),
    () => owner.patch(`${path}/roles/auditor`, { permissions: ["customer.edit"] }, any),
    () => owner.delete(`${crew.path}/members/${person.id}`),
    () => owner.put(`${crew.path}/members/${person.id}`),
    () => owner.delete(crew.path, any),
  ];
  for (const step of steps) {
    expect((await step()).status).toBeLessThan(300);
    looks.push(...(await look()));
  }
  expect(looks.map(({ allowed }) => allowed)).toEqual([
    false,
    false,
    true,
    true,
    false,
    false,
    true,
    true,
    false,
    true,
    true,
    true,
    false,
    false,
  ]);
  await expectRemembered(looks);
});

test("a customer leaves its groups where it is moved, and is in them again only once it is put there", async () => {
  const top = await aCustomer();
  const { owner, path } = top;
  const admin = await theAdmin();
  const [group, onTop] = [await aGroupOf(path, owner), await aGroupOf("/v1/platform", admin)];
  const moved = await aCustomerBelow(top, owner, { owner: owner.id });
  const [person, other] = [await aPerson(), await aPerson()];
  await owner.put(`${group.path}/members/${person.id}/roles/employee`);
  await admin.put(`${onTop.path}/members/${other.id}/roles/employee`);
  const about = { permission: "customer.view", customer: moved.id };
  const look = async () => [
    await remembered(admin, { ...about, principal: person.id }),
    await remembered(admin, { ...about, principal: other.id }),
  ];
  const looks = await look();
  const steps = [
    () => owner.put(`${group.path}/customers/${moved.id}`),
    () => moveTo(moved, null, owner),
    () => admin.put(`${onTop.path}/customers/${moved.id}`),
    () => moveTo(moved, top.id, owner),
    () => owner.put(`${group.path}/customers/${moved.id}`),
  ];
  for (const step of steps) {
    await step();
    looks.push(...(await look()));
  }
  expect(looks.map(({ allowed }) => allowed)).toEqual([
    false,
    false,
    true,
    false,
    false,
    false,
    false,
    true,
    false,
    false,
    true,
    false,
  ]);
  await expectRemembered(looks);
});

test("roles on the platform's groups of customers, one's own and those of a group of the platform", async () => {
  const admin = await theAdmin();
  const top = await aCustomer();
  const below = await aCustomerBelow(top, top.owner);
  const group = await aGroupOf("/v1/platform", admin);
  const [person, member] = [await aPerson(), await aPerson()];
  const crew = await anAdminGroup([], [member]);
  const role = (principal: string) => `${group.path}/members/${principal}/roles/employee`;
  const about = { permission: "customer.view", customer: below.id };
  const look = async () => [
    await remembered(admin, { ...about, principal: person.id }),
    await remembered(admin, { ...about, principal: member.id }),
    await remembered(admin, { ...about, principal: crew.id }),
  ];
  const looks = await look();
  const steps = [
    () => admin.put(`${group.path}/customers/${top.id}`),
    () => admin.put(role(person.id)),
    () => admin.put(role(crew.id)),
    () => admin.delete(`${group.path}/customers/${top.id}`),
    () => admin.put(`${group.path}/customers/${top.id}`),
    () => admin.delete(`/v1/platform/groups/${crew.id}`, any),
    () => admin.delete(`/v1/platform/users/${person.id}`, any),
  ];
  for (const step of steps) {
    expect((await step()).status).toBeLessThan(300);
    looks.push(...(await look()));
  }
  expect(looks.map(({ allowed }) => allowed)).toEqual([
    false,
    false,
    false,
    false,
    false,
    false,
    true,
    false,
    false,
    true,
    true,
    true,
    false,
    false,
    false,
    true,
    true,
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
  await expectRemembered(looks);
});

test("a role on a project counted on top of one on a group of customers, and ended with it", async () => {
  const top = await aCustomer();
  const { owner, path } = top;
  const [group, below] = [await aGroupOf(path, owner), await aCustomerBelow(top, owner)];
  const [person, project] = [await aPerson(), await aProject(below)];
  await owner.put(`${group.path}/customers/${below.id}`);
  await owner.put(`${group.path}/members/${person.id}/roles/employee`);
  const about = { customer: below.id, project: project.id };
  const question = { ...about, permission: "project.view", principal: person.id };
  const looks = [await remembered(owner, question)];
  await owner.put(`${project.path}/members/${person.id}/roles/reader`);
  looks.push(await remembered(owner, question));
  await owner.delete(`${group.path}/customers/${below.id}`);
  const log = `${below.path}/events?type=customer.access.cascaded`;
  const ends = async () => (await owner.get(log)).body.items;
  await expect.poll(ends).toHaveLength(1);
  looks.push(await remembered(owner, question));
  await owner.put(`${group.path}/customers/${below.id}`);
  looks.push(await remembered(owner, question));
  expect(looks.map(({ allowed }) => allowed)).toEqual([false, true, false, false]);
  await expectRemembered(looks);
});

test("what the log no longer tells of a customer's groups is as it is today, from when it was put there", async () => {
  const top = await aCustomer();
  const { owner, path } = top;
  const [group, below] = [await aGroupOf(path, owner), await aCustomerBelow(top, owner)];
  const person = await aPerson();
  await owner.put(`${group.path}/members/${person.id}/roles/employee`);
  const question = { principal: person.id, permission: "customer.view", customer: below.id };
  const looks = [await remembered(owner, question)];
  await owner.put(`${group.path}/customers/${below.id}`);
  looks.push(await remembered(owner, question));
  const table = tableOf();
  const told = [
    ...(await table.partition(`E#${below.id}#0`)),
    ...(await table.partition(`E#${top.id}#0`)),
  ];
  for (const { pk, sk, subject } of told)
    if (subject === below.id) await table.remove({ pk, sk } as { pk: string; sk: string });
  expect(looks.map(({ allowed }) => allowed)).toEqual([false, true]);
  await expectRemembered(looks);
});
