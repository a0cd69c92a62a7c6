import { expect, inject, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { threeLevels } from "../../support/below.ts";
import { endedNow } from "../../support/ended.ts";
import { aGroup, aMember, aPerson, aProject, type Person } from "../../support/given.ts";
import { mailsTo, mailTo, until } from "../../support/inbox.ts";
import { planFor } from "../../support/invite.ts";
import { codeOf } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

const any = { "if-match": "*" };

const holders = async (owner: Person, { path }: { path: string }) =>
  (await owner.get(`${path}/members`)).body.items.map(({ id }: { id: string }) => id);

/** Somebody with a role on the first of three customers, and a project role below the last. */
async function inherited(roles = ["employee"]) {
  const tree = await threeLevels();
  const person = await aMember(tree.top, roles);
  const project = await aProject(tree.low);
  const given = await tree.owner.put(`${project.path}/members/${person.id}/roles/user`);
  expect(given.status).toBe(200);
  return { ...tree, person, project, at: `${tree.top.path}/members/${person.id}` };
}

test("project roles rest on customer access from above", async () => {
  const { person, project, low } = await inherited();
  expect((await person.get(project.path)).status).toBe(200);
  const stranger = await aPerson();
  const given = await low.owner.put(`${project.path}/members/${stranger.id}/roles/user`);
  expect(codeOf(given)).toEqual([409, "no_customer_access"]);
});

test("who loses the role above loses the project roles below, and is told once", async () => {
  const { person, project, low, owner, at } = await inherited();
  const removed = await owner.delete(at, any);
  expect((await person.get(project.path)).status).toBe(404);
  await until(async () => !(await holders(owner, project)).includes(person.id));
  const mail = await mailTo(person.email, undefined, { about: /ended/ });
  expect(mail.body.text).toContain(`${low.id}/${project.id}`);
  await until(
    async () => (await owner.get(`/v1/operations/${removed.body.operation}`)).body.state === "done",
  );
  expect((await mailsTo(person.email)).filter(({ subject }) => /ended/.test(subject))).toHaveLength(
    1,
  );
  const { body } = await owner.get(`${low.path}/events?type=customer.access.cascaded`);
  expect(body.items).toMatchObject([{ subject: person.id }]);
  const table = tableOf({ dynamodb: inject("dynamodb") });
  const key = keys["customer binding"]({ principal: person.id, customer: low.id });
  expect(await table.get(key)).toBeUndefined();
});

test("who still has the customer between keeps the project roles below", async () => {
  const { person, project, mid, owner, at } = await inherited();
  await owner.put(`${mid.path}/members/${person.id}/roles/employee`);
  const { body } = await owner.delete(at, any);
  await until(
    async () => (await owner.get(`/v1/operations/${body.operation}`)).body.state === "done",
  );
  expect((await person.get(project.path)).status).toBe(200);
});

test("whose own role goes keeps the project roles while one above still holds, and is told where", async () => {
  const { person, project, low, top, owner } = await inherited();
  await owner.put(`${low.path}/members/${person.id}/roles/employee`);
  const taken = await owner.delete(`${low.path}/members/${person.id}/roles/employee`, any);
  expect(taken.body).toEqual({ id: person.id, remainsThrough: [], remainsAt: [top.id] });
  expect((await person.get(project.path)).status).toBe(200);
});

test("an end above suspends project access below and removes none of it", async () => {
  const { top, low, owner } = await threeLevels();
  const person = await aPerson();
  const project = await aProject(low);
  await endedNow(async (expiresAt) => {
    await owner.put(`${top.path}/members/${person.id}/roles/employee`, { expiresAt });
    await owner.put(`${project.path}/members/${person.id}/roles/user`);
    return (await person.get(project.path)).status === 200;
  });
  expect((await person.get(project.path)).status).toBe(404);
  expect(await holders(owner, project)).toEqual([person.id]);
});

test("who leaves a group of a customer above loses what rested on it below", async () => {
  const { top, low, owner } = await threeLevels();
  const person = await aPerson();
  const group = await aGroup(top, ["employee"], [person]);
  const bound = await aGroup(top, [], [person]);
  await owner.put(`${low.path}/members/${bound.id}/roles/employee`);
  const project = await aProject(low);
  await owner.put(`${project.path}/members/${person.id}/roles/user`);
  await owner.delete(`${group.path}/members/${person.id}`);
  expect((await person.get(project.path)).status).toBe(200);
  await owner.delete(`${bound.path}/members/${person.id}`);
  expect((await person.get(project.path)).status).toBe(404);
  await until(async () => !(await holders(owner, project)).includes(person.id));
});

test("a group that loses its role above takes the project roles of its members below along", async () => {
  const { top, low, owner } = await threeLevels();
  const person = await aPerson();
  const group = await aGroup(top, ["employee"], [person]);
  const project = await aProject(low);
  await owner.put(`${project.path}/members/${person.id}/roles/user`);
  await owner.put(`${project.path}/members/${group.id}/roles/reader`);
  expect((await holders(owner, project)).length).toBe(2);
  await owner.delete(`${top.path}/members/${group.id}/roles/employee`, any);
  expect((await person.get(project.path)).status).toBe(404);
  await until(async () => (await holders(owner, project)).length === 0);
});

test("an invitation gives project roles to somebody who had only access from above", async () => {
  const { person, low, owner } = await inherited();
  const project = await aProject(low);
  const plan = { ...planFor(), email: person.email };
  const projects = [{ project: project.id, role: "reader" }];
  const sent = await owner.post(`${low.path}/invitations`, { ...plan, projects });
  const accepted = await person.post(`/v1/me/invitations/${sent.body.id}/accept`);
  expect([sent.status, accepted.status]).toEqual([201, 200]);
  expect(await holders(owner, project)).toEqual([person.id]);
  expect((await person.get(project.path)).status).toBe(200);
});
