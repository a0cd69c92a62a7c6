import { afterAll, beforeAll, expect, test } from "vitest";
import type { Host } from "../infra/local/start.ts";
import { newId } from "./support/api.ts";
import {
  aCustomer,
  aMember,
  anAdminGroup,
  anInvitation,
  aPerson,
  aProject,
  aProjectRole,
} from "./support/given.ts";
import { borrowHost } from "./support/host.ts";
import { codeOf, requestDuring } from "./support/race.ts";

const any = { "if-match": "*" };
const admins = "/v1/platform/admins";

let host: Host & { end(): Promise<void> };
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

const during = (request: Parameters<typeof requestDuring>[1], act: () => Promise<unknown>) =>
  requestDuring(host, request, act);

type Group = Awaited<ReturnType<typeof anAdminGroup>>;

test.each<[string, (group: Group, member: string) => Promise<unknown>]>([
  ["is taken out", ({ admin, path }, member) => admin.delete(`${path}/members/${member}`)],
  ["loses the role", ({ admin, id }) => admin.delete(`${admins}/${id}`, any)],
  ["loses the group", ({ admin, path }) => admin.delete(path, any)],
  [
    "is disabled",
    ({ admin }, member) => admin.post(`/v1/platform/users/${member}/disable`, { reason: "A" }),
  ],
])("whoever %s meanwhile gives nothing on the platform", async (_, lose) => {
  const [person, given] = [await aPerson(undefined, host), await aPerson(undefined, host)];
  const group = await anAdminGroup(["organization-admin"], [person], host);
  const answer = await during(
    () => person.put(`${admins}/${given.id}/roles/ops-support`),
    () => lose(group, person.id),
  );
  expect(answer.status).toBe(403);
  expect((await group.admin.get(`${admins}/${given.id}`)).status).toBe(404);
});

test("whoever runs the platform through a group that loses the role meanwhile gives themselves none", async () => {
  const person = await aPerson(undefined, host);
  const group = await anAdminGroup(["organization-admin"], [person], host);
  const answer = await during(
    () => person.put(`${admins}/${person.id}/roles/organization-admin`),
    () => group.admin.delete(`${admins}/${group.id}`, any),
  );
  expect(answer.status).toBe(403);
  expect((await group.admin.get(`${admins}/${person.id}`)).status).toBe(404);
});

test("a group of the platform that is deleted meanwhile takes no role and nobody in", async () => {
  const person = await aPerson(undefined, host);
  const requests = [
    ({ admin, id }: Group) => admin.put(`${admins}/${id}/roles/ops-support`),
    ({ admin, path }: Group) => admin.put(`${path}/members/${person.id}`),
  ];
  for (const request of requests) {
    const group = await anAdminGroup([], [], host);
    const answer = await during(
      () => request(group),
      () => group.admin.delete(group.path, any),
    );
    expect(answer.status).toBe(404);
  }
  expect((await person.get("/v1/me")).body.groups).toEqual([]);
});

test("whoever joins a group of the platform meanwhile is not deleted without the right to appoint", async () => {
  const person = await aPerson(undefined, host);
  const helper = await aPerson(undefined, host);
  await anAdminGroup(["organization-user"], [helper], host);
  const group = await anAdminGroup([], [], host);
  const answer = await during(
    () => helper.delete(`/v1/platform/users/${person.id}`, any),
    () => group.admin.put(`${group.path}/members/${person.id}`),
  );
  expect(answer.status).toBe(403);
});

test("a project role that is deleted meanwhile is neither granted nor accepted", async () => {
  const customer = await aCustomer(host);
  const [project, member] = [await aProject(customer), await aMember(customer, ["employee"], host)];
  const first = await aProjectRole({}, host);
  const granted = await during(
    () => customer.owner.put(`${project.path}/members/${member.id}/roles/${first.id}`),
    () => first.admin.delete(first.path, any),
  );
  expect(codeOf(granted)).toEqual([400, "invalid"]);
  const second = await aProjectRole({}, host);
  const projects = [{ project: project.id, role: second.id }];
  const { nobody, token } = await anInvitation(customer, { projects }, host);
  const accepted = await during(
    () => nobody.post("/v1/invitations/accept", { token }),
    () => second.admin.delete(second.path, any),
  );
  expect([accepted.status, accepted.body.projects]).toEqual([200, []]);
  expect((await customer.owner.get(`${project.path}/members`)).body.items).toEqual([]);
});

test("a project role that was given meanwhile stays", async () => {
  const customer = await aCustomer(host);
  const [project, member] = [await aProject(customer), await aMember(customer, ["employee"], host)];
  const role = await aProjectRole({}, host);
  const granting = during(
    () => role.admin.patch(role.path, { name: newId() }, any),
    () => customer.owner.put(`${project.path}/members/${member.id}/roles/${role.id}`),
  );
  expect((await granting).status).toBe(200);
  expect(codeOf(await role.admin.delete(role.path, any))).toEqual([409, "role_held"]);
});
