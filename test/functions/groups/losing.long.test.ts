import { expect, test } from "vitest";
import {
  aCustomer,
  aGroup,
  aMember,
  aPerson,
  aProject,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { mailsTo, mailTo, until } from "../../support/inbox.ts";

type Customer = Awaited<ReturnType<typeof aCustomer>>;
const any = { "if-match": "*" };

const holders = async (owner: Person, project: { path: string }) =>
  (await owner.get(`${project.path}/members`)).body.items.map(({ id }: { id: string }) => id);

const done = ({ owner }: Customer, operation: string) =>
  until(async () => {
    const { body } = await owner.get(`/v1/operations/${operation}`);
    return body.state === "done" && body;
  });

/** Somebody who has the customer through a group, and a project role of their own. */
async function throughGroup(customer: Customer, roles = ["employee"]) {
  const person = await aPerson();
  const group = await aGroup(customer, roles, [person]);
  const project = await aProject(customer);
  const { status } = await customer.owner.put(`${project.path}/members/${person.id}/roles/user`);
  expect(status).toBe(200);
  return { person, group, project };
}

test("who leaves the last group that let them in loses the project roles, and is told of both", async () => {
  const customer = await aCustomer();
  const { person, group, project } = await throughGroup(customer);
  await customer.owner.delete(`${group.path}/members/${person.id}`);
  expect((await person.get(project.path)).status).toBe(404);
  const mail = await mailTo(person.email, undefined, { about: /ended/ });
  expect(mail.body.text).toContain(`Project ${project.id}`);
  await until(async () => !(await holders(customer.owner, project)).includes(person.id));
});

test("who comes back before the clearing up keeps nothing from before", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const { person, group, project } = await throughGroup(customer);
  await owner.delete(`${group.path}/members/${person.id}`);
  await owner.put(`${path}/members/${person.id}/roles/employee`);
  expect((await person.get(path)).status).toBe(200);
  expect((await person.get(project.path)).status).toBe(404);
  await until(async () => !(await holders(owner, project)).includes(person.id));
});

test("who still has the customer, by themselves or through another group, keeps the project roles", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const { person, group, project } = await throughGroup(customer);
  const other = await aGroup(customer, ["employee"], [person]);
  await owner.delete(`${group.path}/members/${person.id}`);
  expect((await person.get(project.path)).status).toBe(200);
  await owner.put(`${path}/members/${person.id}/roles/employee`);
  await owner.delete(`${other.path}/members/${person.id}`);
  expect((await person.get(project.path)).status).toBe(200);
  const again = await aGroup(customer, ["employee"], [person]);
  const taken = await owner.delete(`${path}/members/${person.id}/roles/employee`);
  expect(taken.body).toEqual({ id: person.id, remainsThrough: [again.id] });
  expect((await person.get(project.path)).status).toBe(200);
  expect(await holders(owner, project)).toContain(person.id);
});

test("a removed member loses every role of their own, and the answer names the groups that still let them in", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const { person, group, project } = await throughGroup(customer);
  await owner.put(`${path}/members/${person.id}/roles/employee`);
  const { body } = await owner.delete(`${path}/members/${person.id}`, any);
  expect(body).toMatchObject({ id: person.id, remainsThrough: [group.id] });
  expect((await person.get(path)).status).toBe(200);
  expect((await person.get(project.path)).status).toBe(404);
  await done(customer, body.operation);
  expect(await holders(owner, project)).toEqual([]);
  const mail = await mailTo(person.email, undefined, { about: /Your own access/ });
  expect(mail.body.text).toContain("through the group Night shift stays as it is");
});

test("a group that loses the customer takes everybody along who has nothing else, and tells each once", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const { person, group, project } = await throughGroup(customer);
  const [stays, sits] = [await aMember(customer, ["employee"]), await aPerson()];
  for (const { id } of [stays, sits]) await owner.put(`${group.path}/members/${id}`);
  await owner.put(`${project.path}/members/${stays.id}/roles/user`);
  await mailTo(sits.email);
  const { body } = await owner.delete(`${path}/members/${group.id}`, any);
  for (const { get } of [person, sits]) expect((await get(path)).status).toBe(404);
  const operation = await done(customer, body.operation);
  expect(operation).toMatchObject({ kind: "group-changed", members: 3, removed: 1 });
  expect(await holders(owner, project)).toEqual([stays.id]);
  expect((await stays.get(project.path)).status).toBe(200);
  const told = await mailTo(person.email, undefined, { about: /ended/ });
  expect(told.body.text).toContain(`Project ${project.id}`);
  await until(async () => (await mailsTo(sits.email)).length === 2);
  const { items } = (
    await owner.get(`${path}/events?subject=${group.id}&type=customer.access.cascaded`)
  ).body;
  expect(items[0].after).toMatchObject({ removed: 1 });
});

test("who is let in by another group keeps their projects when one loses the customer", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const { person, group, project } = await throughGroup(customer);
  await aGroup(customer, ["employee"], [person]);
  const { body } = await owner.delete(`${path}/members/${group.id}`, any);
  expect(await done(customer, body.operation)).toMatchObject({ members: 1, removed: 0 });
  expect((await person.get(project.path)).status).toBe(200);
});

test("a deleted group leaves nobody in it and nothing behind", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const { person, group, project } = await throughGroup(customer);
  await owner.put(`${project.path}/members/${group.id}/roles/admin`);
  const { status, body } = await owner.delete(group.path, any);
  expect([status, body.state]).toEqual([202, "queued"]);
  expect((await person.get(path)).status).toBe(404);
  await done(customer, body.id);
  expect(await holders(owner, project)).toEqual([]);
  expect((await person.get("/v1/me")).body.groups).toEqual([]);
});

test("a deleted person is in no group any more, and the group goes on without them", async () => {
  const customer = await aCustomer();
  const { person, group } = await throughGroup(customer);
  const admin = await theAdmin();
  const at = `/v1/platform/users/${person.id}`;
  expect((await admin.delete(at, any)).status).toBe(202);
  await until(
    async () => (await customer.owner.get(`${group.path}/members`)).body.items.length === 0,
  );
  await until(async () => (await admin.get(at)).body.groups.length === 0);
  const refused = await customer.owner.put(`${group.path}/members/${person.id}`);
  expect([refused.status, refused.body.code]).toEqual([409, "user_unavailable"]);
});
