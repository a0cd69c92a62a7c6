import { expect, test } from "vitest";
import { aWatchedCustomer } from "../../support/access-requests.ts";
import { newAddress } from "../../support/api.ts";
import { startDeployed } from "../../support/deployed.ts";
import { aPerson, aProject, theAdmin } from "../../support/given.ts";
import { mailTo, tokenIn } from "../../support/inbox.ts";
import { planFor } from "../../support/invite.ts";

const ask = "/v1/access/explain";

test("a way names the request by which a role was given, and only that role's", async () => {
  const { owner, second, path, id, decide, ...customer } = await aWatchedCustomer();
  const { person, request } = await customer.ask();
  await decide(second, request, "approve");
  const question = { permission: "customer.view", customer: id };
  const way = { role: "employee", by: owner.id, request };
  expect((await person.post(ask, question)).body.ways).toMatchObject([way]);
  const more = await owner.put(`${path}/members/${person.id}/roles/admin`);
  await decide(second, more.body.id, "approve");
  const roles = [
    { role: "admin", request: more.body.id },
    { role: "employee", request },
  ];
  const listed = await owner.get(`${path}/access?principal=${person.id}`);
  expect(listed.body.items).toMatchObject([{ id: person.id, roles }]);
  const own = { permission: "customer.view", customer: id };
  expect((await owner.post(ask, own)).body.ways[0]).not.toHaveProperty("request");
});

test("of a project role and of what an approved invitation gave, too", async () => {
  const { owner, second, path, id, decide, ...customer } = await aWatchedCustomer();
  const project = await aProject({ owner, path });
  const { person, request } = await customer.ask();
  await decide(second, request, "approve");
  const onProject = await owner.put(`${project.path}/members/${person.id}/roles/user`);
  await decide(second, onProject.body.id, "approve");
  const question = { permission: "project.view", customer: id, project: project.id };
  const { body } = await person.post(ask, question);
  expect(body.ways).toMatchObject([{ level: "project", request: onProject.body.id }]);
  const email = newAddress("held");
  const projects = [{ project: project.id, role: "reader" }];
  const held = await owner.post(`${path}/invitations`, { ...planFor(email), projects });
  await decide(second, held.body.id, "approve");
  const token = tokenIn(await mailTo(email));
  const { principal } = (await owner.post("/v1/invitations/accept", { token })).body;
  const given = await owner.get(`${project.path}/access?principal=${principal}`);
  expect(given.body.items[0].roles).toMatchObject([{ role: "reader", request: held.body.id }]);
  const { items } = (await owner.get(`${path}/access?principal=${principal}`)).body;
  expect(items[0].roles).toMatchObject([{ request: held.body.id }]);
  const { items: events } = (await owner.get(`${path}/events?subject=${principal}`)).body;
  expect(events).toMatchObject([{ accessRequest: held.body.id }]);
});

test("and of a role on the platform", async () => {
  const host = await startDeployed({ MIN_APPROVALS: "2" });
  try {
    const admin = await theAdmin(host);
    const [second, third] = await Promise.all(
      [newAddress(), newAddress()].map((email) => aPerson(email, host)),
    );
    const roleOf = (person: typeof second, role: string) =>
      `/v1/platform/admins/${person?.id}/roles/${role}`;
    await admin.put(roleOf(second, "organization-admin"));
    const { id } = (await admin.put(roleOf(third, "ops-support"))).body;
    await second?.post(`/v1/platform/access-requests/${id}/approve`);
    const question = { permission: "platform.customers.view" };
    const { body } = (await third?.post(ask, question)) ?? {};
    expect(body.ways).toMatchObject([{ role: "ops-support", by: admin.id, request: id }]);
  } finally {
    await host.end();
  }
});
