import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { aCustomerBelow, threeLevels } from "../../support/below.ts";
import {
  aCustomer,
  aGroup,
  aMember,
  anInvitation,
  aPerson,
  aProject,
} from "../../support/given.ts";
import { until } from "../../support/inbox.ts";
import { codeOf } from "../../support/race.ts";

const any = { "if-match": "*" };

/** A role that the first of three customers defines. */
async function withRole() {
  const tree = await threeLevels();
  const id = newId("r");
  const permissions = ["customer.view", "customer.members.view"];
  const made = await tree.owner.post(`${tree.top.path}/roles`, {
    id,
    name: "Auditor",
    permissions,
  });
  expect(made.status).toBe(201);
  return { ...tree, role: id, name: `${id}@${tree.top.id}` };
}

test("a group of a customer above is given roles below, which hold there and further down", async () => {
  const { top, mid, low, owner } = await threeLevels();
  const person = await aPerson();
  const group = await aGroup(top, [], [person]);
  expect((await owner.put(`${mid.path}/members/${group.id}/roles/employee`)).status).toBe(200);
  const seen = await Promise.all([top, mid, low].map(({ path }) => person.get(path)));
  expect(seen.map(({ status }) => status)).toEqual([404, 200, 200]);
});

test("groups of customers beside or below are nobody here", async () => {
  const { top, mid, low, owner } = await threeLevels();
  const beside = await aCustomerBelow(top, owner);
  for (const other of [beside, low]) {
    const group = await aGroup(other);
    const given = await owner.put(`${mid.path}/members/${group.id}/roles/employee`);
    expect(codeOf(given)).toEqual([404, "not_found"]);
  }
});

test("a role that a customer above defines is given below by its full name", async () => {
  const { top, mid, low, owner, role, name } = await withRole();
  const person = await aPerson();
  const given = await owner.put(`${mid.path}/members/${person.id}/roles/${name}`);
  expect([given.status, given.body.roles]).toMatchObject([200, [{ role: name }]]);
  const members = await Promise.all(
    [top, mid, low].map(({ path }) => person.get(`${path}/members`)),
  );
  expect(members.map(({ status }) => status)).toEqual([404, 200, 200]);
  const short = await owner.put(`${mid.path}/members/${person.id}/roles/${role}`);
  expect(codeOf(short)).toEqual([400, "invalid"]);
  const set = { roles: [{ role: name }, { role: "employee" }] };
  const all = await owner.put(`${low.path}/members/${person.id}/roles`, set, { "if-match": '"0"' });
  expect(all.status).toBe(200);
});

test("a role of a customer beside or below is none here", async () => {
  const { mid, low, owner, name } = await withRole();
  const other = await aCustomer();
  const person = await aPerson();
  const id = newId("r");
  await owner.post(`${low.path}/roles`, { id, name: "Low", permissions: ["customer.view"] });
  for (const wrong of [`${id}@${low.id}`, `${name.split("@")[0]}@${other.id}`]) {
    const given = await owner.put(`${mid.path}/members/${person.id}/roles/${wrong}`);
    expect(codeOf(given)).toEqual([400, "invalid"]);
  }
});

test("a role stays while somebody holds it at a customer below", async () => {
  const { top, low, owner, role, name } = await withRole();
  const person = await aPerson();
  await owner.put(`${low.path}/members/${person.id}/roles/${name}`);
  const path = `${top.path}/roles/${role}`;
  const refused = await owner.delete(path, any);
  expect(codeOf(refused)).toEqual([409, "role_held"]);
  expect(refused.body.detail).toContain(`${person.id} holds it on customer ${low.id}`);
  await owner.delete(`${low.path}/members/${person.id}/roles/${name}`, any);
  expect((await owner.delete(path, any)).status).toBe(204);
  const late = await owner.put(`${low.path}/members/${person.id}/roles/${name}`);
  expect(codeOf(late)).toEqual([400, "invalid"]);
});

test("the roles of a customer are listed with those of the customers above", async () => {
  const { low, owner, name } = await withRole();
  const { body } = await owner.get(`${low.path}/roles`);
  expect(body.items.map(({ id }: { id: string }) => id)).toEqual([
    "owner",
    "admin",
    "employee",
    name,
  ]);
});

test("an invitation below offers such a role, by somebody who holds the right above", async () => {
  const { top, low, owner, name } = await withRole();
  const admin = await aMember(top, ["admin"]);
  const { nobody, token } = await anInvitation({ ...low, owner: admin }, { roles: [name] });
  const accepted = await nobody.post("/v1/invitations/accept", { token });
  expect([accepted.status, accepted.body.roles]).toEqual([200, [name]]);
  const lost = await anInvitation({ ...low, owner: admin });
  await owner.delete(`${top.path}/members/${admin.id}`, any);
  const answer = await lost.nobody.post("/v1/invitations/accept", { token: lost.token });
  expect(answer.status).toBe(409);
});

test("nobody puts themselves into a group that may do more below than they may", async () => {
  const { top, mid, owner } = await threeLevels();
  const id = newId("r");
  const permissions = ["customer.view", "customer.groups.manage"];
  await owner.post(`${top.path}/roles`, { id, name: "Grouper", permissions });
  const grouper = await aMember(top, [id]);
  const group = await aGroup(top);
  await owner.put(`${mid.path}/members/${group.id}/roles/admin`);
  const answer = await grouper.put(`${group.path}/members/${grouper.id}`);
  expect(codeOf(answer)).toEqual([403, "forbidden"]);
});

test("a group that is deleted gives nothing anywhere from that moment on", async () => {
  const { top, low, owner } = await threeLevels();
  const person = await aPerson();
  const group = await aGroup(top, [], [person]);
  await owner.put(`${low.path}/members/${group.id}/roles/employee`);
  const project = await aProject(low);
  expect((await owner.put(`${project.path}/members/${group.id}/roles/reader`)).status).toBe(200);
  expect((await owner.put(`${project.path}/members/${person.id}/roles/user`)).status).toBe(200);
  expect((await person.get(project.path)).status).toBe(200);
  expect((await owner.delete(group.path, any)).status).toBe(202);
  expect((await person.get(low.path)).status).toBe(404);
  await until(async () => (await owner.get(`${project.path}/members`)).body.items.length === 0);
});
