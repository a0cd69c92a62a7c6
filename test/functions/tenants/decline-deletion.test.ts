import { expect, test } from "vitest";
import { aCustomer, aMember, anAdmin, aPendingProject } from "../../support/given.ts";
import { mailsTo, mailTo, until } from "../../support/inbox.ts";
import { codeOf } from "../../support/race.ts";

const declined = { reason: "A database is in use" };
const anyVersion = { "if-match": "*" };

test("gives the project back with the tenants that are left and the access that still holds", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const [stays, leaves, loses] = [
    await aMember(customer, ["employee"]),
    await aMember(customer, ["employee"]),
    await aMember(customer, ["employee"]),
  ];
  const project = await aPendingProject(customer, 3, [stays, leaves, loses]);
  const [gone, kept, other] = project.tenants;
  await owner.delete(`${path}/members/${leaves.id}`, anyVersion);
  await owner.delete(`${project.path}/members/${loses.id}`, anyVersion);
  const operator = await anAdmin(["ops-support"]);
  await operator.post(`${gone?.path}/confirm-deletion`);
  const answer = await operator.post(`${kept?.path}/decline-deletion`, declined);
  expect(answer.body).toMatchObject({
    tenant: kept?.id,
    decision: "declined",
    project: { id: project.id, status: "active", tenants: 2 },
  });
  const back = (await owner.get(project.path)).body;
  expect(back).toMatchObject({ status: "active", tenants: 2 });
  expect(back).not.toHaveProperty("deletion");
  const { items } = (await owner.get(`${project.path}/tenants`)).body;
  expect(items.map(({ id, status }: { id: string; status: string }) => [id, status])).toEqual([
    [kept?.id, "active"],
    [other?.id, "active"],
  ]);
  expect(items[0]).not.toHaveProperty("deletion");
  expect((await stays.get(project.path)).status).toBe(200);
  expect((await loses.get(project.path)).status).toBe(404);
  await owner.put(`${path}/members/${leaves.id}/roles/employee`);
  expect((await leaves.get(project.path)).status).toBe(404);
  const events = (await owner.get(`${path}/events?subject=${project.key}`)).body.items;
  expect(events[0]).toMatchObject({
    type: "customer.project.deletion.declined",
    reason: declined.reason,
    actor: { id: operator.id },
    after: { tenant: kept?.id },
  });
  const mail = await mailTo(stays.email, undefined, { about: /is not deleted/ });
  expect(mail.body.text).toContain("You have access to it again.");
  const toOwner = await mailTo(owner.email, undefined, { about: /is not deleted/ });
  expect(toOwner.body.text).toContain(declined.reason);
  await until(async () => {
    const { state } = (await operator.get(`/v1/operations/${answer.body.operation}`)).body;
    return state === "done";
  });
  const others = [...(await mailsTo(leaves.email)), ...(await mailsTo(loses.email))];
  expect(others.filter(({ subject }) => /is not deleted/.test(subject))).toEqual([]);
});

test("lets the deletion be asked for again", async () => {
  const customer = await aCustomer();
  const project = await aPendingProject(customer);
  const [tenant] = project.tenants;
  const operator = await anAdmin(["ops-support"]);
  await operator.post(`${tenant.path}/decline-deletion`, declined);
  expect(codeOf(await operator.post(`${tenant.path}/decline-deletion`, declined))).toEqual([
    409,
    "nothing_pending",
  ]);
  const body = { confirm: project.id, reason: "Really" };
  expect((await customer.owner.post(`${project.path}/delete`, body)).status).toBe(202);
  expect((await operator.get(tenant.path)).body.deletion.reason).toBe("Really");
});

test.each([{}, { reason: " " }, { reason: "x".repeat(1001) }])(
  "takes a reason, %o is none",
  async (body) => {
    const customer = await aCustomer();
    const project = await aPendingProject(customer);
    const operator = await anAdmin(["ops-support"]);
    const path = `${project.tenants[0].path}/decline-deletion`;
    const answer = await operator.post(path, body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, "/reason"]);
    expect((await customer.owner.post(path, declined)).status).toBe(403);
    expect((await customer.owner.get(project.path)).body.status).toBe("pending_deletion");
  },
);
