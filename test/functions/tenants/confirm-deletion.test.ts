import { expect, test } from "vitest";
import {
  aCustomer,
  aGroup,
  aMember,
  anAdmin,
  aPendingProject,
  aProject,
} from "../../support/given.ts";
import { mailsTo, mailTo, until } from "../../support/inbox.ts";
import { codeOf } from "../../support/race.ts";

test("keeps a project until the last of its tenants is gone, then deletes it for good", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const [person, leader] = [
    await aMember(customer, ["employee"]),
    await aMember(customer, ["admin"]),
  ];
  const project = await aPendingProject(customer, 2, [person, leader]);
  const [one, other] = project.tenants;
  const operator = await anAdmin(["ops-support"]);
  const first = await operator.post(`${one.path}/confirm-deletion`);
  expect(first.body).toEqual({
    tenant: one.id,
    decision: "confirmed",
    project: { id: project.id, status: "pending_deletion", tenants: 1 },
  });
  expect((await operator.get(one.path)).status).toBe(404);
  expect(codeOf(await operator.post(`${one.path}/confirm-deletion`))).toEqual([404, "not_found"]);
  const { body } = await operator.post(`${other?.path}/confirm-deletion`);
  expect(body.project).toEqual({ id: project.id, status: "deleted", tenants: 0 });
  expect((await owner.get(project.path)).status).toBe(404);
  await until(async () => {
    const operation = (await operator.get(`/v1/operations/${body.operation}`)).body;
    return operation.state === "done" && operation.removed === 2;
  }, "the cascade");
  const { items } = (await owner.get(`${path}/events?subject=${project.key}`)).body;
  expect(items).toContainEqual(
    expect.objectContaining({
      type: "customer.project.deleted",
      reason: "Replaced",
      projectId: project.id,
      actor: { type: "user", id: operator.id },
      after: { requestedBy: owner.id },
    }),
  );
  for (const { email } of [person, leader]) {
    const mail = await mailTo(email, undefined, { about: /was deleted/ });
    expect(mail.body.text).toMatch(/As .+ had asked, .+ was deleted for good/s);
  }
  const mail = await mailTo(owner.email, undefined, { about: /was deleted/ });
  expect(mail.body.text).toContain("As you had asked");
});

test("frees the project's id and what its tenants are called", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const project = await aPendingProject(customer);
  const [tenant] = project.tenants;
  const operator = await anAdmin(["platform-engineer"]);
  await operator.post(`${tenant.path}/confirm-deletion`);
  const { id } = project;
  expect((await owner.post(`${path}/projects`, { id, displayName: "Anew" })).status).toBe(201);
  const again = { platform: "aws", identifier: tenant.identifier };
  expect((await owner.post(`${project.path}/tenants`, again)).status).toBe(201);
});

test("tells every member of a group that held the project, and once who held it twice", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const members = [await aMember(customer, ["employee"]), await aMember(customer, ["employee"])];
  const [twice] = members as [(typeof members)[number]];
  const group = await aGroup(customer, ["employee"], members);
  const project = await aPendingProject(customer, 1, [twice, { ...twice, id: group.id }]);
  for (const { email } of members) await mailTo(email, undefined, { about: /about to be deleted/ });
  const operator = await anAdmin(["ops-support"]);
  const { body } = await operator.post(`${project.tenants[0].path}/confirm-deletion`);
  for (const { email } of members) await mailTo(email, undefined, { about: /was deleted/ });
  await until(async () => {
    const operation = (await owner.get(`/v1/operations/${body.operation}`)).body;
    return operation.state === "done";
  });
  const mails = await mailsTo(twice.email);
  expect(mails.filter(({ subject }) => /delete/.test(subject))).toHaveLength(2);
});

test("confirms nothing that nobody asked for, and only for operators", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const project = await aProject(customer);
  const body = { platform: "aws", identifier: "1" };
  const { id } = (await owner.post(`${project.path}/tenants`, body)).body;
  const path = `${project.path}/tenants/${id}/confirm-deletion`;
  const operator = await anAdmin(["ops-support"]);
  expect(codeOf(await operator.post(path))).toEqual([409, "nothing_pending"]);
  const replicator = await anAdmin(["replication-operator"]);
  expect((await replicator.post(path)).status).toBe(404);
  expect((await owner.post(path)).status).toBe(403);
});
