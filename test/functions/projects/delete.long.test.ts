import { expect, test } from "vitest";
import { aCustomer, aMember, aProject } from "../../support/given.ts";
import { mailTo, until } from "../../support/inbox.ts";

test("deletes at once, takes all access away and tells whoever had it", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const project = await aProject(customer);
  const person = await aMember(customer, ["employee"]);
  await owner.put(`${project.path}/members/${person.id}/roles/user`);
  await owner.put(`${project.path}/members/${owner.id}/roles/admin`);
  const started = await owner.post(`${project.path}/delete`, {
    confirm: project.id,
    reason: "Replaced",
  });
  expect([started.status, started.body.kind]).toEqual([202, "project-deleted"]);
  expect((await owner.get(project.path)).status).toBe(404);
  expect((await owner.post(`${project.path}/delete`, {})).status).toBe(404);
  await until(async () => {
    const { body } = await owner.get(`/v1/operations/${started.body.id}`);
    return body.state === "done" && body.removed === 2;
  }, "the cascade");
  const { items } = (await owner.get(`${path}/events?subject=${project.key}`)).body;
  expect(items.at(-2)).toMatchObject({
    type: "customer.project.deleted",
    projectId: project.id,
    reason: "Replaced",
  });
  const mail = await mailTo(person.email, undefined, { about: /ended/ });
  expect(mail.body.text).toContain(`Project ${project.id}`);
  expect((await person.get(path)).status).toBe(200);
});

test.each([
  ["/confirm", { confirm: "other", reason: "A" }],
  ["/reason", { confirm: "", reason: "" }],
  ["/reason", { confirm: "" }],
])("refuses a wrong %s and deletes nothing", async (pointer, wrong) => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const body = { ...wrong, confirm: wrong.confirm || project.id };
  const answer = await customer.owner.post(`${project.path}/delete`, body);
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
  expect((await customer.owner.get(project.path)).status).toBe(200);
});

test("answers a repeated request with the operation it started", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const key = { "idempotency-key": "gone" };
  const body = { confirm: project.id, reason: "A" };
  const first = await customer.owner.post(`${project.path}/delete`, body, key);
  const again = await customer.owner.post(`${project.path}/delete`, body, key);
  expect([again.status, again.body.id]).toEqual([202, first.body.id]);
});

test("is closed to project admins", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const lead = await aMember(customer, ["employee"]);
  await customer.owner.put(`${project.path}/members/${lead.id}/roles/admin`);
  const { status } = await lead.post(`${project.path}/delete`, {
    confirm: project.id,
    reason: "A",
  });
  expect(status).toBe(403);
});
