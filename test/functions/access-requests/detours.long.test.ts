import { expect, test } from "vitest";
import { aWatchedCustomer, rolesOf } from "../../support/access-requests.ts";
import { newAddress } from "../../support/api.ts";
import { aGroup, aMachine, aPerson, aProject } from "../../support/given.ts";
import { mailTo, tokenIn } from "../../support/inbox.ts";
import { disable, planFor } from "../../support/invite.ts";

const any = { "if-match": "*" };

test("making somebody an owner carries no other role past the others", async () => {
  const customer = await aWatchedCustomer();
  const { owner, path } = customer;
  const person = await aPerson();
  const roles = { roles: [{ role: "owner" }, { role: "admin" }] };
  const asked = await owner.put(`${path}/members/${person.id}/roles`, roles, {
    "if-none-match": "*",
  });
  expect(asked.status).toBe(202);
  expect(await rolesOf(customer, person)).toEqual([]);
  const project = await aProject(customer);
  const plan = { roles: ["owner"], projects: [{ project: project.id, role: "admin" }] };
  const offered = await owner.post(`${path}/invitations`, planFor(newAddress(), plan));
  expect(offered.status).toBe(202);
});

test("a set that was asked for where nothing was is given as a whole", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, path, decide } = customer;
  const person = await aPerson();
  const roles = { roles: [{ role: "admin" }, { role: "employee" }] };
  const isNew = { "if-none-match": "*" };
  const asked = await owner.put(`${path}/members/${person.id}/roles`, roles, isNew);
  expect((await decide(second, asked.body.id, "approve")).body.state).toBe("approved");
  expect(await rolesOf(customer, person)).toEqual(["admin", "employee"]);
});

test("a role that was made anew to give more is not what others agreed to", async () => {
  const { owner, second, path, decide } = await aWatchedCustomer();
  const role = { id: "helper", name: "Helper", permissions: [] as string[] };
  expect((await owner.post(`${path}/roles`, role)).status).toBe(201);
  const email = newAddress("helper");
  const plan = planFor(email, { roles: ["employee", "helper"] });
  const asked = await owner.post(`${path}/invitations`, plan);
  await decide(second, asked.body.id, "approve");
  const token = tokenIn(await mailTo(email));
  expect((await owner.delete(`${path}/roles/helper`, any)).status).toBe(204);
  const more = { ...role, permissions: ["customer.members.grant"] };
  expect((await owner.post(`${path}/roles`, more)).status).toBe(201);
  const { body } = await owner.post("/v1/invitations/accept", { token });
  expect([body.roles, body.skipped.length]).toEqual([["employee"], 1]);
});

test("a project of the same id is another project", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, path, ask, decide } = customer;
  const project = await aProject(customer);
  const { person, request } = await ask();
  await decide(second, request, "approve");
  const asked = await owner.put(`${project.path}/members/${person.id}/roles/admin`);
  expect(asked.status).toBe(202);
  const gone = { confirm: project.id, reason: "Done with it" };
  expect((await owner.post(`${project.path}/delete`, gone)).status).toBe(202);
  const again = { id: project.id, displayName: "Another one" };
  expect((await owner.post(`${path}/projects`, again)).status).toBe(201);
  const late = await decide(second, asked.body.id, "approve");
  expect(late.body.code).toBe("request_lapsed");
  expect((await person.get(project.path)).status).toBe(404);
});

test("a key that was revoked carries nothing out any more", async () => {
  const customer = await aWatchedCustomer(1);
  const { owner, second, path, decide } = customer;
  const permissions = (await second.get(path)).body.permissions;
  const machine = await aMachine(customer, permissions);
  await owner.patch(path, { settings: { minApprovals: 2 } }, any);
  const person = await aPerson();
  const asked = await machine.key.caller.put(`${path}/members/${person.id}/roles/employee`);
  expect(asked.status).toBe(202);
  await decide(second, asked.body.id, "approve");
  expect((await owner.delete(machine.key.path, any)).status).toBe(204);
  const late = await decide(owner, asked.body.id, "approve");
  expect(late.body.code).toBe("request_lapsed");
  expect(await rolesOf(customer, person)).toEqual([]);
});

test("nobody sends by themselves what others are still to agree to", async () => {
  const { owner, second, path, decide } = await aWatchedCustomer();
  const asked = await owner.post(`${path}/invitations`, planFor(newAddress("held")));
  const back = await owner.patch(path, { settings: { minApprovals: 1 } }, any);
  await decide(second, back.body.id, "approve");
  const sent = await owner.post(`${path}/invitations/${asked.body.asks.invitation}/send`);
  expect([sent.status, sent.body.code]).toEqual([409, "request_open"]);
});

test("many invitations with an Idempotency-Key wait like any, and say so again", async () => {
  const { owner, path } = await aWatchedCustomer();
  const invitations = [planFor(newAddress("bulk")), planFor(newAddress("bulk"))];
  const key = { "idempotency-key": "bulk" };
  const first = await owner.post(`${path}/invitations/bulk`, { invitations }, key);
  expect(first.body.results).toMatchObject([
    { status: "awaiting_approval" },
    { status: "awaiting_approval" },
  ]);
  const again = await owner.post(`${path}/invitations/bulk`, { invitations }, key);
  expect(again.body).toEqual(first.body);
});

test("what a change of something else does not touch is carried out", async () => {
  const { owner, second, path, decide } = await aWatchedCustomer();
  const asked = await owner.patch(path, { settings: { minApprovals: 1 } }, any);
  expect((await owner.patch(path, { phone: "+49 30 1" }, any)).status).toBe(200);
  expect((await decide(second, asked.body.id, "approve")).body.state).toBe("approved");
  expect((await owner.get(path)).body).toMatchObject({
    phone: "+49 30 1",
    settings: { minApprovals: 1 },
  });
});

test("members of a group are not counted among those who decide on it", async () => {
  const customer = await aWatchedCustomer();
  await customer.ask();
  const group = await aGroup(customer, [], [customer.second]);
  const asked = await customer.owner.put(`${customer.path}/members/${group.id}/roles/employee`);
  expect([asked.status, asked.body.warning]).toEqual([202, expect.stringContaining("only one")]);
});

test("nobody is asked to agree to a place in a group for whoever is disabled", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, path, decide } = customer;
  const [group, person] = [await aGroup(customer), await aPerson()];
  const role = await owner.put(`${path}/members/${group.id}/roles/employee`);
  await decide(second, role.body.id, "approve");
  await disable(person.id);
  const asked = await owner.put(`${group.path}/members/${person.id}`);
  expect([asked.status, asked.body.code]).toEqual([409, "user_unavailable"]);
});

test("a role for somebody who has become an owner meanwhile is no admin's to agree to", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, path, ask, decide } = customer;
  const { person, request } = await ask();
  expect((await owner.put(`${path}/members/${person.id}/roles/owner`)).status).toBe(200);
  expect((await decide(second, request, "approve")).body.code).toBe("request_lapsed");
  expect(await rolesOf(customer, person)).toEqual(["owner"]);
});
