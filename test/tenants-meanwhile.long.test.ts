import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "../shared/table/schema.ts";
import { newId } from "./support/api.ts";
import {
  aCustomer,
  aMember,
  anAdmin,
  aPendingProject,
  aProject,
  aTenant,
} from "./support/given.ts";
import { borrowHost } from "./support/host.ts";
import { codeOf, requestDuring } from "./support/race.ts";
import { tableOf } from "./support/table.ts";

let host: Awaited<ReturnType<typeof borrowHost>>;

beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

const reason = { reason: "In use" };

test("asks for a project's deletion, not for its end, when its first tenant came just before", async () => {
  const customer = await aCustomer(host);
  const { owner } = customer;
  const project = await aProject(customer);
  const body = { confirm: project.id, reason: "Replaced" };
  const answer = await requestDuring(
    host,
    () => owner.post(`${project.path}/delete`, body),
    () => aTenant(project, owner),
  );
  expect(answer.body.kind).toBe("project-deletion-requested");
  expect((await owner.get(project.path)).body).toMatchObject({
    status: "pending_deletion",
    tenants: 1,
  });
});

test("registers nothing on a project whose deletion was asked for just before", async () => {
  const customer = await aCustomer(host);
  const { owner } = customer;
  const project = await aProject(customer);
  await aTenant(project, owner);
  const answer = await requestDuring(
    host,
    () => owner.post(`${project.path}/tenants`, { platform: "aws", identifier: newId("account") }),
    () => owner.post(`${project.path}/delete`, { confirm: project.id, reason: "Replaced" }),
  );
  expect(codeOf(answer)).toEqual([409, "project_pending_deletion"]);
});

test("changes nothing of a project whose deletion was asked for just before", async () => {
  const customer = await aCustomer(host);
  const { owner } = customer;
  const project = await aProject(customer);
  await aTenant(project, owner);
  const answer = await requestDuring(
    host,
    () => owner.patch(project.path, { displayName: "Anew" }, { "if-match": "*" }),
    () => owner.post(`${project.path}/delete`, { confirm: project.id, reason: "Replaced" }),
  );
  expect(codeOf(answer)).toEqual([409, "project_pending_deletion"]);
});

test("takes the last tenant away together with the project, when the other one was confirmed just before", async () => {
  const customer = await aCustomer(host);
  const project = await aPendingProject(customer, 2);
  const operator = await anAdmin(["ops-support"], host);
  const [one, other] = project.tenants;
  const answer = await requestDuring(
    host,
    () => operator.post(`${one.path}/confirm-deletion`),
    () => operator.post(`${other?.path}/confirm-deletion`),
  );
  expect(answer.body.project).toMatchObject({ status: "deleted", tenants: 0 });
  const key = keys.project({ customer: customer.id, project: project.id });
  expect(await tableOf(host).get(key)).toBeUndefined();
});

test("what is granted in the instant of the request gives nothing until it is declined", async () => {
  const customer = await aCustomer(host);
  const { owner } = customer;
  const project = await aProject(customer);
  await aTenant(project, owner);
  const person = await aMember(customer, ["employee"], host);
  const answer = await requestDuring(
    host,
    () => owner.put(`${project.path}/members/${person.id}/roles/user`),
    () => owner.post(`${project.path}/delete`, { confirm: project.id, reason: "Replaced" }),
  );
  expect(answer.status).toBe(200);
  expect((await person.get(project.path)).status).toBe(404);
  const operator = await anAdmin(["ops-support"], host);
  const { items } = (await owner.get(`${project.path}/tenants`)).body;
  await operator.post(`${project.path}/tenants/${items[0].id}/decline-deletion`, reason);
  expect((await person.get(project.path)).status).toBe(200);
});
