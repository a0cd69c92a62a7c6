import { expect, test } from "vitest";
import { newId } from "../../../shared/model/id.ts";
import { indexed } from "../../../shared/table/schema.ts";
import { aWatchedCustomer } from "../../support/access-requests.ts";
import { newId as newName } from "../../support/api.ts";
import { done } from "../../support/cascades.ts";
import { endedNow } from "../../support/ended.ts";
import {
  aCustomer,
  aGroup,
  aMachine,
  aMember,
  anAdmin,
  anAdminGroup,
  anInvitation,
  aPerson,
  aProject,
  aProjectRole,
  aTenant,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { ask, instant, remembered } from "../../support/looking-back.ts";
import { tableOf } from "../../support/table.ts";

test("what a role gave it gave then, before and after it was taken, with who gave it", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const person = await aPerson();
  const question = { principal: person.id, permission: "customer.edit", customer: id };
  const looks = [await remembered(owner, question)];
  const steps = [
    () => owner.put(`${path}/members/${person.id}/roles/employee`),
    () => owner.put(`${path}/members/${person.id}/roles/admin`),
    () => owner.put(`${path}/members/${person.id}/roles`, { roles: [{ role: "employee" }] }, any),
    () => owner.delete(`${path}/members/${person.id}`, any),
    () => owner.put(`${path}/members/${person.id}/roles/admin`),
  ];
  for (const step of steps) {
    expect((await step()).status).toBeLessThan(300);
    looks.push(await remembered(owner, question));
  }
  expect(looks.map(({ allowed }) => allowed)).toEqual([false, false, true, false, false, true]);
  for (const look of looks) await expect.poll(look.later).toEqual(look.today);
});

const any = { "if-match": "*" };

test("who makes a customer owned it from the beginning, and nobody before", async () => {
  const owner = await aPerson();
  const before = await instant();
  const made = await aCustomer();
  const question = { permission: "customer.delete", customer: made.id };
  const look = await remembered(made.owner, question);
  expect([look.allowed, await look.later()]).toEqual([true, look.today]);
  const early = await made.owner.post(ask, { ...question, asOf: before });
  expect(early.body).toMatchObject({ allowed: false, ways: [], failing: [] });
  expect(owner.id).not.toBe(made.owner.id);
});

test("an end that came since did not count then", async () => {
  const { owner, path, id } = await aCustomer();
  const person = await aPerson();
  const role = `${path}/members/${person.id}/roles/employee`;
  const question = { principal: person.id, permission: "customer.view", customer: id };
  let look = await remembered(owner, question);
  await endedNow(async (expiresAt) => {
    await owner.put(role, { expiresAt });
    look = await remembered(owner, question);
    return look.allowed;
  });
  expect((await owner.post(ask, question)).body.failing).toMatchObject([{ because: "ended" }]);
  await expect.poll(look.later).toEqual(look.today);
  const late = await owner.post(ask, { ...question, asOf: await instant() });
  expect(late.body.failing).toMatchObject([{ because: "ended" }]);
});

test("a place in a group, what the group had, and a group that is gone", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const person = await aPerson();
  const group = await aGroup(customer, ["admin"]);
  const question = { principal: person.id, permission: "customer.edit", customer: id };
  const looks = [await remembered(owner, question)];
  const steps = [
    () => owner.put(`${group.path}/members/${person.id}`),
    () => owner.delete(`${path}/members/${group.id}/roles/admin`),
    () => owner.put(`${path}/members/${group.id}/roles/admin`),
    () => owner.delete(`${group.path}/members/${person.id}`),
    () => owner.put(`${group.path}/members/${person.id}`),
    () => owner.delete(group.path, any),
  ];
  for (const step of steps) {
    const { status, body } = await step();
    expect(status).toBeLessThan(300);
    if (body?.operation) await done(customer, body.operation);
    looks.push(await remembered(owner, question));
  }
  expect(looks.map(({ allowed }) => allowed)).toEqual([
    false,
    true,
    false,
    true,
    false,
    true,
    false,
  ]);
  for (const look of looks) await expect.poll(look.later).toEqual(look.today);
});

test("roles on a project, until the project is gone or access to the customer", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const person = await aMember(customer, ["employee"]);
  const project = await aProject(customer);
  const question = {
    principal: person.id,
    permission: "project.view",
    customer: id,
    project: project.id,
  };
  const role = (name: string) => `${project.path}/members/${person.id}/roles/${name}`;
  const looks = [await remembered(owner, question)];
  const steps = [
    () => owner.put(role("user")),
    () => owner.put(role("reader")),
    () => owner.delete(role("user")),
    () => owner.delete(`${path}/members/${person.id}`, any),
    () => owner.put(`${path}/members/${person.id}/roles/employee`),
    () => owner.put(role("reader")),
    () => owner.post(`${project.path}/delete`, { confirm: project.id, reason: "Over" }),
    () => owner.post(`${path}/projects`, { id: project.id, displayName: "Again" }),
    () => owner.put(role("user")),
  ];
  for (const step of steps) {
    const { status, body } = await step();
    expect(status).toBeLessThan(300);
    const operation = body?.operation ?? (body?.id?.startsWith("opn_") ? body.id : undefined);
    if (operation) await done(customer, operation);
    looks.push(await remembered(owner, question));
  }
  expect(looks.map(({ allowed }) => allowed)).toEqual([
    false,
    true,
    true,
    true,
    false,
    false,
    true,
    false,
    false,
    true,
  ]);
  for (const look of looks) await expect.poll(look.later).toEqual(look.today);
});

test("a project before it was made, while its deletion was asked for, once it was gone, and the next of its name", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const machine = await aMachine(customer, ["customer.view", "customer.projects.view"]);
  const admin = await theAdmin();
  const name = newName("p");
  const make = () => owner.post(`${path}/projects`, { id: name, displayName: "Project" });
  const at = `${path}/projects/${name}`;
  const askFor = () => owner.post(`${at}/delete`, { confirm: name, reason: "Over" });
  const tenant = () => aTenant({ path: at }, owner);
  const steps = [
    make,
    () => tenant().then(askFor),
    async () => {
      const { body } = await owner.get(`${at}/tenants`);
      const [{ id: first }] = body.items;
      return admin.post(`${at}/tenants/${first}/decline-deletion`, { reason: "Needed" });
    },
    askFor,
    async () => {
      const { body } = await owner.get(`${at}/tenants`);
      const [{ id: first }] = body.items;
      return admin.post(`${at}/tenants/${first}/confirm-deletion`);
    },
    make,
    askFor,
  ];
  const about = { customer: id, project: name };
  const questions = [
    { ...about, permission: "project.view" },
    { ...about, permission: "project.resources.use" },
    { ...about, permission: "customer.projects.view", principal: machine.id },
  ];
  const look = () => Promise.all(questions.map((one) => remembered(owner, one)));
  const looks = [await look()];
  for (const step of steps) {
    expect((await step()).status).toBeLessThan(300);
    looks.push(await look());
  }
  expect(looks.map((all) => all.map(({ allowed }) => allowed))).toEqual([
    [false, false, false],
    [true, true, true],
    [true, false, true],
    [true, true, true],
    [true, false, true],
    [false, false, false],
    [true, true, true],
    [false, false, false],
  ]);
  for (const { later, today } of looks.flat()) await expect.poll(later).toEqual(today);
});

test("project roles under a group's access end with it, and do not come back with another's", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const person = await aPerson();
  const [one, other] = [await aGroup(customer, ["employee"], [person]), await aGroup(customer)];
  const project = await aProject(customer);
  await owner.put(`${project.path}/members/${person.id}/roles/user`);
  const question = {
    principal: person.id,
    permission: "project.view",
    customer: id,
    project: project.id,
  };
  const looks = [await remembered(owner, question)];
  const { body } = await owner.delete(`${path}/members/${one.id}`, any);
  await done(customer, body.operation);
  await owner.put(`${other.path}/members/${person.id}`);
  await owner.put(`${path}/members/${other.id}/roles/employee`);
  looks.push(await remembered(owner, question));
  expect(looks.map(({ allowed }) => allowed)).toEqual([true, false]);
  for (const look of looks) await expect.poll(look.later).toEqual(look.today);
});

test("what a role of the customer's own gave then, and one that the platform has for projects", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const person = await aPerson();
  await owner.post(`${path}/roles`, { id: "auditor", name: "A", permissions: ["customer.edit"] });
  await owner.put(`${path}/members/${person.id}/roles/auditor`);
  const onCustomer = { principal: person.id, permission: "customer.edit", customer: id };
  const [project, pilot] = [await aProject(customer), await aProjectRole()];
  await owner.put(`${project.path}/members/${person.id}/roles/${pilot.id}`);
  const onProject = { ...onCustomer, permission: "project.resources.use", project: project.id };
  const looks = [await remembered(owner, onCustomer), await remembered(owner, onProject)];
  const changes = { permissions: ["customer.view"] };
  expect((await owner.patch(`${path}/roles/auditor`, changes, any)).status).toBe(200);
  await owner.patch(`${path}/roles/auditor`, { name: "Auditor" }, any);
  await pilot.admin.patch(pilot.path, { permissions: ["project.view"] }, any);
  looks.push(await remembered(owner, onCustomer), await remembered(owner, onProject));
  await owner.delete(`${path}/members/${person.id}`, any);
  await expect
    .poll(async () => (await owner.delete(`${path}/roles/auditor`, any)).status)
    .toBe(204);
  expect(looks.map(({ allowed }) => allowed)).toEqual([true, true, false, false]);
  for (const { later, today } of looks) {
    const { allowed, ways, failing } = await later();
    expect({ allowed, ways, failing }).toEqual({
      allowed: today.allowed,
      ways: today.ways,
      failing: today.failing,
    });
  }
});

test("a person who was disabled, invited, or not there yet", async () => {
  const customer = await aCustomer();
  const { owner, id } = customer;
  const operator = await theAdmin();
  const before = await instant();
  const person = await aMember(customer, ["employee"]);
  const question = { principal: person.id, permission: "customer.view", customer: id };
  const looks = [await remembered(owner, question)];
  for (const verb of ["disable", "enable"]) {
    await operator.post(`/v1/platform/users/${person.id}/${verb}`, { reason: "Away" });
    looks.push(await remembered(owner, question));
  }
  expect(looks.map(({ allowed }) => allowed)).toEqual([true, false, true]);
  for (const look of looks) await expect.poll(look.later).toEqual(look.today);
  const early = await owner.post(ask, { ...question, asOf: before });
  expect([early.body.allowed, early.body.ways, early.body.failing]).toEqual([false, [], []]);
});

test("roles on the platform, one's own and those of a group, until the person is deleted", async () => {
  const operator = await theAdmin();
  const person = await anAdmin(["ops-support"]);
  const group = await anAdminGroup(["compliance-manager"], [person]);
  const own = { principal: person.id, permission: "platform.quotas.manage" };
  const through = { principal: person.id, permission: "platform.compliance.view" };
  const looks = [await remembered(operator, own), await remembered(operator, through)];
  await operator.delete(`/v1/platform/admins/${person.id}/roles/ops-support`);
  await operator.delete(`${group.path}/members/${person.id}`);
  looks.push(await remembered(operator, own), await remembered(operator, through));
  await operator.put(`/v1/platform/admins/${person.id}/roles/ops-support`);
  await operator.put(`${group.path}/members/${person.id}`);
  await operator.delete(`/v1/platform/admins/${group.id}`, any);
  looks.push(await remembered(operator, own), await remembered(operator, through));
  expect((await operator.delete(`/v1/platform/users/${person.id}`, any)).status).toBe(202);
  looks.push(await remembered(operator, own));
  expect(looks.map(({ allowed }) => allowed)).toEqual([
    true,
    true,
    false,
    false,
    true,
    false,
    false,
  ]);
  for (const look of looks) await expect.poll(look.later).toEqual(look.today);
});

test("an API user with the permissions that it had", async () => {
  const customer = await aCustomer();
  const { owner, id } = customer;
  const before = await instant();
  const machine = await aMachine(customer, ["customer.view", "customer.edit"]);
  const question = { principal: machine.id, permission: "customer.edit", customer: id };
  const looks = [await remembered(owner, question)];
  const permissions = ["customer.view", "customer.projects.view"];
  for (const change of [{ permissions }, { displayName: "Robot" }]) {
    expect((await owner.patch(machine.path, change, any)).status).toBe(200);
    looks.push(await remembered(owner, question));
    looks.push(await remembered(owner, { ...question, permission: "customer.projects.view" }));
  }
  await owner.delete(machine.path, any);
  looks.push(await remembered(owner, question));
  expect(looks.map(({ allowed }) => allowed)).toEqual([true, false, true, false, true, false]);
  for (const look of looks) await expect.poll(look.later).toEqual(look.today);
  const early = await owner.post(ask, { ...question, asOf: before });
  expect([early.body.allowed, early.body.ways]).toEqual([false, []]);
});

test("an admin could appoint an owner while none was live", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const admin = await aMember(customer, ["admin"]);
  const operator = await theAdmin();
  const question = { permission: "customer.owners.manage", customer: id };
  const turn = (to: string) =>
    operator.post(`/v1/platform/users/${owner.id}/${to}`, { reason: "Away" });
  const looks = [await remembered(admin, question)];
  await turn("disable");
  looks.push(await remembered(admin, question));
  const heir = await aPerson();
  expect((await admin.put(`${path}/members/${heir.id}/roles/owner`)).status).toBe(200);
  looks.push(await remembered(admin, question));
  await operator.post(`/v1/platform/users/${heir.id}/disable`, { reason: "Away" });
  looks.push(await remembered(admin, question));
  const next = await aPerson();
  expect((await admin.put(`${path}/members/${next.id}/roles/owner`)).status).toBe(200);
  looks.push(await remembered(admin, question));
  expect(looks.map(({ allowed }) => allowed)).toEqual([false, true, false, true, false]);
  for (const look of looks) await expect.poll(look.later).toEqual(look.today);
});

test("what an accepted invitation gave, and what an approved request did", async () => {
  const customer = await aCustomer();
  const { owner, id } = customer;
  const project = await aProject(customer);
  const invitation = await anInvitation(customer, {
    projects: [{ project: project.id, role: "reader" }],
  });
  const { body } = await owner.post("/v1/invitations/accept", { token: invitation.token });
  const question = {
    principal: body.principal,
    permission: "project.view",
    customer: id,
    project: project.id,
  };
  const looks = [await remembered(owner, question)];
  await aPerson(invitation.email);
  looks.push(await remembered(owner, question));
  expect(looks.map(({ allowed }) => allowed)).toEqual([false, true]);
  expect(looks[0]?.today.failing).toMatchObject([{ because: "principal_inactive" }]);
  for (const look of looks) await expect.poll(look.later).toEqual(look.today);
  const watched = await aWatchedCustomer();
  const { person, request } = await watched.ask();
  await watched.decide(watched.second, request, "approve");
  const view = { principal: person.id, permission: "customer.view", customer: watched.id };
  const look = await remembered(watched.owner, view);
  await watched.owner.delete(`${watched.path}/members/${person.id}`, any);
  expect([await look.later(), look.today.ways[0]?.request]).toEqual([look.today, request]);
});

test("who may ask is decided by today's rights", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const [admin, employee] = [
    await aMember(customer, ["admin"]),
    await aMember(customer, ["employee"]),
  ];
  const asOf = await instant();
  const question = { principal: employee.id, permission: "customer.view", customer: id, asOf };
  const mayAsk = async (asker: Person) => (await asker.post(ask, question)).body.allowed;
  expect(await mayAsk(admin)).toBe(true);
  await owner.put(`${path}/members/${admin.id}/roles`, { roles: [{ role: "employee" }] }, any);
  expect(await mayAsk(admin)).toBe(false);
  expect([await mayAsk(owner), await mayAsk(employee), await mayAsk(await theAdmin())]).toEqual([
    true,
    true,
    true,
  ]);
  const { id: _, ...stranger } = await aPerson();
  const plain = await stranger.post("/v1/access/check", {
    questions: [{ principal: employee.id, permission: "customer.view", customer: id }],
    asOf,
  });
  expect(plain.body.results).toEqual([{ allowed: false }]);
});

test("many questions are answered as of one instant", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const person = await aMember(customer, ["employee"]);
  const asOf = await instant();
  await owner.delete(`${path}/members/${person.id}`, any);
  const about = { principal: person.id, customer: id };
  const questions = ["customer.view", "customer.edit"].map((permission) => ({
    ...about,
    permission,
  }));
  const { body } = await owner.post("/v1/access/check", { questions, asOf });
  expect(body.results).toEqual([{ allowed: true }, { allowed: false }]);
});

test("refuses an instant in the future, and one from before what the log keeps", async () => {
  const person = await aPerson();
  const question = { permission: "platform.customers.view" };
  const refusal = async (asOf: string) => {
    const { status, body } = await person.post(ask, { ...question, asOf });
    return [status, body.errors?.[0]?.pointer, body.detail];
  };
  const year = 365 * 24 * 60 * 60 * 1000;
  const [late, early] = [Date.now() + 60_000, Date.now() - 5 * year - 60_000].map((at) =>
    new Date(at).toISOString(),
  ) as [string, string];
  expect(await refusal(late)).toEqual([400, "/asOf", expect.stringContaining("future")]);
  expect(await refusal(early)).toEqual([400, "/asOf", expect.stringContaining("not kept")]);
  expect((await refusal(new Date(Date.now() - 5 * year + 60_000).toISOString()))[0]).toBe(200);
  expect((await refusal("yesterday"))[0]).toBe(400);
});

test("says when it would take more of the log than one answer may read, and reads no more than it has to", async () => {
  const customer = await aCustomer();
  const { owner, id } = customer;
  const person = await aMember(customer, ["employee"]);
  const question = { principal: person.id, permission: "customer.view", customer: id };
  const early = await remembered(owner, question);
  const table = tableOf();
  const [event] = (await table.partition(`E#${id}#0`)).filter(
    ({ subject }) => subject === person.id,
  );
  const ids = Array.from({ length: 2_000 }, () => newId("event", new Date()));
  const more = ids.map((sk) => ({
    ...event,
    pk: `E#${id}#0`,
    sk,
    id: sk,
    settled: undefined,
    ...indexed["event about a person"]({ customer: id, subject: person.id, event: sk }),
    ...indexed["event by a person"]({ customer: id, actor: owner.id, event: sk }),
  }));
  for (let start = 0; start < more.length; start += 50)
    await Promise.all(more.slice(start, start + 50).map(table.put));
  const late = await owner.post(ask, { ...question, asOf: await instant() });
  expect([late.status, late.body.code]).toEqual([422, "too_much_history"]);
  expect(await early.later()).toEqual(early.today);
});

test("roles of customers above, and of their groups, hold below", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const below = { id: newName(), displayName: "Below", parentId: id };
  expect((await owner.post("/v1/customers", below)).status).toBe(201);
  const [person, other] = [await aPerson(), await aPerson()];
  const group = await aGroup(customer, [], [other]);
  const about = { customer: below.id, permission: "customer.edit" };
  const questions = [person, other].map((one) => ({ ...about, principal: one.id }));
  const look = () => Promise.all(questions.map((one) => remembered(owner, one)));
  const looks = await look();
  await owner.put(`${path}/members/${person.id}/roles/admin`);
  await owner.put(`${path}/members/${group.id}/roles/admin`);
  looks.push(...(await look()));
  await owner.delete(`${path}/members/${person.id}`, any);
  await owner.delete(`${group.path}/members/${other.id}`);
  looks.push(...(await look()));
  expect(looks.map(({ allowed }) => allowed)).toEqual([false, false, true, true, false, false]);
  for (const one of looks) expect(await one.later()).toEqual(one.today);
});
