import { expect, inject, test } from "vitest";
import { operationOf } from "../../../shared/model/id.ts";
import { keys } from "../../../shared/table/schema.ts";
import { newId } from "../../support/api.ts";
import { aCustomerBelow, aCustomerGroup, aTopGroup } from "../../support/below.ts";
import {
  aCustomer,
  aGroup,
  aMember,
  anAdminGroup,
  aPerson,
  aProject,
  inTurn,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { mailsTo, mailTo, until } from "../../support/inbox.ts";
import { codeOf } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

const any = { "if-match": "*" };

type Project = { path: string };

const holders = async (owner: Person, { path }: Project) =>
  (await owner.get(`${path}/members`)).body.items.map(({ id }: { id: string }) => id);

const gone = (owner: Person, project: Project, id: string) =>
  until(async () => !(await holders(owner, project)).includes(id), "the project role to go");

const empty = (principal: string, customer: string) =>
  tableOf({ dynamodb: inject("dynamodb") }).get(keys["customer binding"]({ principal, customer }));

/** A group of customers, somebody with a role on it alone, and a project role below a customer in it. */
async function grouped() {
  const top = await aCustomer();
  const made = await aCustomerGroup(top);
  const low = await aCustomerBelow(made.child, top.owner);
  const project = await aProject(low);
  const role = `${project.path}/members/${made.holder.id}/roles/user`;
  const given = await top.owner.put(role);
  expect(codeOf(given)).toEqual([200, undefined]);
  return { ...made, top, low, project, role, owner: top.owner };
}

test("a project role rests on a role on a group of customers alone", async () => {
  const { holder, project, low, spare, owner } = await grouped();
  expect((await holder.get(project.path)).status).toBe(200);
  const listed = (await holder.get(`${low.path}/projects`)).body.items;
  expect(listed.map(({ key }: { key: string }) => key)).toEqual([project.key]);
  const beside = await aProject({ path: spare.path, owner });
  const refused = await owner.put(`${beside.path}/members/${holder.id}/roles/user`);
  expect(codeOf(refused)).toEqual([409, "no_customer_access"]);
});

test("with the role on the group the project roles go, and one mail tells of both", async () => {
  const { holder, project, low, path, owner } = await grouped();
  await owner.delete(`${path}/members/${holder.id}/roles/employee`);
  expect((await holder.get(project.path)).status).toBe(404);
  await gone(owner, project, holder.id);
  const mail = await mailTo(holder.email, undefined, { about: /ended/ });
  expect(mail.body.text).toContain(`${low.id}/${project.id}`);
  expect(mail.subject).toMatch(/Your roles in the customers in .* have ended/);
  await until(async () => (await empty(holder.id, low.id)) === undefined);
  expect((await mailsTo(holder.email)).filter(({ subject }) => /ended/.test(subject))).toHaveLength(
    1,
  );
});

test("what a role on another group of customers still carries stays", async () => {
  const { holder, project, path, top, owner } = await grouped();
  const other = `${top.path}/customer-groups/all/members/${holder.id}/roles/employee`;
  expect((await owner.put(other)).status).toBe(200);
  await owner.delete(`${path}/members/${holder.id}/roles/employee`);
  await mailTo(holder.email, undefined, { about: /have ended/ });
  expect((await holder.get(project.path)).status).toBe(200);
  await owner.delete(other);
  await gone(owner, project, holder.id);
});

test("who loses their own role keeps the project roles while one on a group holds, and is told on which", async () => {
  const { holder, project, low, id, top, owner } = await grouped();
  const own = `${low.path}/members/${holder.id}/roles/employee`;
  await owner.put(own);
  const taken = await owner.delete(own, any);
  expect(taken.body).toEqual({
    id: holder.id,
    remainsThrough: [],
    remainsOn: [{ id, owner: top.id }],
  });
  expect((await holder.get(project.path)).status).toBe(200);
});

test("a customer that leaves the group takes the project roles below it along", async () => {
  const { holder, project, child, low, path, owner } = await grouped();
  const stays = await aMember({ path: low.path, owner }, ["employee"]);
  await owner.put(`${project.path}/members/${stays.id}/roles/user`);
  await owner.delete(`${path}/customers/${child.id}`);
  expect((await holder.get(project.path)).status).toBe(404);
  await gone(owner, project, holder.id);
  const mail = await mailTo(holder.email, undefined, { about: /ended/ });
  expect(mail.body.text).toContain(project.id);
  expect(await holders(owner, project)).toEqual([stays.id]);
});

test("so does one that leaves with others at once, and a group that is deleted", async () => {
  for (const end of ["out", "delete"]) {
    const { holder, project, child, path, owner } = await grouped();
    if (end === "out") await owner.post(`${path}/customers`, { remove: [child.id] });
    else await owner.delete(path, any);
    await gone(owner, project, holder.id);
    await mailTo(holder.email, undefined, { about: /ended/ });
  }
});

test("nor is anything left of access by which nobody came into a project that was deleted since", async () => {
  const { holder, project, low, child, path, owner } = await grouped();
  const deletion = { confirm: project.id, reason: "Done" };
  expect((await owner.post(`${project.path}/delete`, deletion)).status).toBeLessThan(300);
  await mailTo(holder.email, undefined, { about: /deleted|ended/ });
  expect(await empty(holder.id, low.id)).toBeDefined();
  await owner.delete(`${path}/customers/${child.id}`);
  await until(async () => (await empty(holder.id, low.id)) === undefined, "the end of the access");
});

test("what rests on a role of a user group on a group of customers goes with it, and with leaving it", async () => {
  const { project, low, path, top, owner } = await grouped();
  const [one, other] = [await aPerson(), await aPerson()];
  const group = await aGroup(top, [], [one, other]);
  await owner.put(`${path}/members/${group.id}/roles/employee`);
  await mailTo(one.email, undefined, { about: /You now have access to the customers in/ });
  for (const { id } of [one, other, group])
    expect((await owner.put(`${project.path}/members/${id}/roles/reader`)).status).toBe(200);
  await owner.delete(`${group.path}/members/${one.id}`);
  await gone(owner, project, one.id);
  expect((await holders(owner, project)).length).toBe(3);
  await owner.delete(`${path}/members/${group.id}/roles/employee`);
  expect((await other.get(low.path)).status).toBe(404);
  await gone(owner, project, other.id);
  await gone(owner, project, group.id);
  const mail = await mailTo(other.email, undefined, { about: /have ended/ });
  expect(mail.body.text).toContain(project.id);
});

test("the same holds of the platform's groups, by own roles and by those of its user groups", async () => {
  const [admin, customer, spare] = [await theAdmin(), await aCustomer(), await aCustomer()];
  const { path, holder } = await aTopGroup(admin, [customer, spare]);
  const person = await aPerson();
  const group = await anAdminGroup([], [person]);
  await admin.put(`${path}/members/${group.id}/roles/employee`);
  expect((await person.get("/v1/me/access")).body.items).toMatchObject([
    { level: "customer", roles: [{ role: "employee", through: group.id }] },
  ]);
  const project = await aProject(customer);
  for (const { id } of [holder, person])
    expect((await customer.owner.put(`${project.path}/members/${id}/roles/user`)).status).toBe(200);
  await admin.delete(`${path}/members/${holder.id}/roles/employee`);
  await gone(customer.owner, project, holder.id);
  await mailTo(holder.email, undefined, { about: /ended/ });
  await admin.delete(group.path, any);
  expect((await person.get(project.path)).status).toBe(404);
  await gone(customer.owner, project, person.id);
});

test("nobody puts people into a group that holds more on customers than they do themselves", async () => {
  const top = await aCustomer();
  const role = newId("r");
  await top.owner.post(`${top.path}/roles`, {
    id: role,
    name: "Exporter",
    permissions: ["customer.view", "customer.export"],
  });
  const [admin, group] = [await aMember(top, ["admin"]), await aGroup(top)];
  const bound = `${top.path}/customer-groups/all/members/${group.id}/roles/${role}`;
  expect((await top.owner.put(bound)).status).toBe(200);
  const joined = await admin.put(`${group.path}/members/${admin.id}`);
  expect(codeOf(joined)).toEqual([403, "forbidden"]);
});

test.each([
  ["constructor", 404],
  ["tostring", 404],
  // No role can be called so.
  ["__proto__", 400],
])("nobody holds the role %s on a group, so nothing is taken", async (role, status) => {
  const { holder, path, top, owner } = await grouped();
  const seen = async () => [
    (await owner.get(`${path}/members`)).body,
    (await owner.get(`${top.path}/events`)).body.items.length,
  ];
  const before = await seen();
  expect((await owner.delete(`${path}/members/${holder.id}/roles/${role}`)).status).toBe(status);
  expect(await seen()).toEqual(before);
});

test("whoever is given a role anew at once holds up nothing of what follows its loss", async () => {
  const all = await inTurn([1, 2, 3, 4], grouped);
  for (const { owner, path, holder } of all) {
    const at = (role: string) => `${path}/members/${holder.id}/roles/${role}`;
    await owner.put(at("admin"));
    for (const role of ["admin", "employee"]) await owner.delete(at(role));
    expect((await owner.put(at("employee"))).status).toBe(200);
  }
  for (const { owner, top, holder } of all) {
    const { body } = await owner.get(`${top.path}/events?subject=${holder.id}`);
    const lost = body.items.find(
      ({ after }: { after?: { roles?: [] } }) => after?.roles?.length === 0,
    );
    const isDone = async () =>
      (await owner.get(`/v1/operations/${operationOf(lost.id)}`)).body.state === "done";
    await until(isDone, "the operation");
  }
});
