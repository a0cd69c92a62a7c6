import { expect, test } from "vitest";
import { newId as newModelId } from "../../../shared/model/id.ts";
import * as customerGroupBindings from "../../../shared/table/customer-group-bindings.ts";
import { aWatchedCustomer, rolesOf } from "../../support/access-requests.ts";
import { newId, withToken } from "../../support/api.ts";
import { aCustomerGroup, aTopGroup } from "../../support/below.ts";
import { endedNow } from "../../support/ended.ts";
import {
  aCustomer,
  aCustomerOf,
  aGroup,
  aMachine,
  aMember,
  anAdmin,
  aPerson,
  aPlatformMachine,
  aProject,
  askFor,
  theAdmin,
} from "../../support/given.ts";
import { mailTo } from "../../support/inbox.ts";
import { planFor } from "../../support/invite.ts";
import { moveTo } from "../../support/moves.ts";
import { tableOf } from "../../support/table.ts";

test("a role on a project waits", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, decide, ask } = customer;
  const project = await aProject(customer);
  const { person, request } = await ask();
  await decide(second, request, "approve");
  const asked = await owner.put(`${project.path}/members/${person.id}/roles/user`);
  expect([asked.status, asked.body.kind, asked.body.project]).toEqual([
    202,
    "project-roles",
    project.id,
  ]);
  expect((await person.get(project.path)).status).toBe(404);
  expect((await decide(second, asked.body.id, "approve")).body.state).toBe("approved");
  expect((await person.get(project.path)).status).toBe(200);
});

test("a place in a group waits where the group has roles, one by one and in bulk", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, path, decide, ask } = customer;
  const [one, other] = [await aPerson(), await aPerson()];
  const group = await aGroup(customer, [], [one]);
  const role = await owner.put(`${path}/members/${group.id}/roles/employee`);
  expect((await decide(second, role.body.id, "approve")).body.state).toBe("approved");
  expect((await one.get(path)).status).toBe(200);
  const { body } = await owner.post(`${group.path}/members`, { add: [one.id, other.id] });
  expect(body.results).toMatchObject([
    { id: one.id, status: "unchanged" },
    { id: other.id, status: "requested" },
  ]);
  expect((await other.get(path)).status).toBe(404);
  const single = await owner.put(`${group.path}/members/${other.id}`);
  expect(single.body.code).toBe("request_open");
  await decide(second, body.results[1].accessRequest, "approve");
  expect((await other.get(path)).status).toBe(200);
  expect((await ask()).body.state).toBe("pending");
});

test("a place in a group of customers waits for whoever may say which are in it", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const permissions = ["customer.customer-groups.manage", "customer.things.view"];
  await owner.post(`${path}/roles`, { id: "sorter", name: "Sorter", permissions });
  const sorter = await aMember(customer, ["sorter"]);
  const { spare, holder, path: group } = await aCustomerGroup(customer);
  await askFor(customer, 2);
  const asked = await owner.put(`${group}/customers/${spare.id}`);
  expect([asked.status, asked.body.kind]).toEqual([202, "customer-group-member"]);
  await mailTo(sorter.email, undefined, { about: /asks for your approval/ });
  const { body } = await sorter.post(`${path}/access-requests/${asked.body.id}/approve`);
  expect(body.state).toBe("approved");
  expect((await holder.get(spare.path)).status).toBe(200);
});

test("a place in a group of customers waits for nobody once no role is held on it", async () => {
  const { owner, path, id: parentId } = await aWatchedCustomer(1);
  const top = { owner, path, id: parentId };
  const { id, spare, holder, path: group } = await aCustomerGroup(top);
  await askFor(top, 2);
  const born = () => ({ id: newId(), displayName: "New", parentId, groups: [id] });
  expect((await owner.put(`${group}/customers/${spare.id}`)).status).toBe(202);
  expect((await owner.post("/v1/customers", born())).status).toBe(403);
  await owner.delete(`${group}/members/${holder.id}/roles/employee`);
  expect((await owner.put(`${group}/customers/${spare.id}`)).status).toBe(200);
  expect((await owner.post("/v1/customers", born())).status).toBe(201);

  // Among more than a hundred who ever held one, one may be who still does.
  const listed = Array.from({ length: 101 }, () => ({
    owner: parentId,
    group: id,
    principal: newModelId("user", new Date()),
  }));
  const items = listed.map(customerGroupBindings.listHolder);
  await Promise.all(items.map(({ item }) => tableOf().put(item as never)));
  expect((await owner.post("/v1/customers", born())).status).toBe(403);
  await Promise.all(items.map(({ key }) => tableOf().remove(key)));
});

test("a customer waits for as many as it asks for itself, also before it comes into a group of the platform", async () => {
  const [admin, other] = [await theAdmin(), await anAdmin(["organization-admin"])];
  const [grouped, customer] = [await aCustomer(), await aCustomer()];
  const { holder, path } = await aTopGroup(admin, [grouped, customer]);
  const put = () => admin.put(`${path}/customers/${customer.id}`);
  const agree = (asked: Awaited<ReturnType<typeof put>>) =>
    other.post(`/v1/platform/access-requests/${asked.body.id}/approve`);
  await askFor(customer, 2);
  const asked = await put();
  expect([asked.status, asked.body.needed]).toEqual([202, 2]);
  await askFor(customer, 3);
  const late = await agree(asked);
  expect([late.body.code, late.body.detail]).toEqual([
    "request_lapsed",
    expect.stringContaining("3 people"),
  ]);
  expect((await holder.get(customer.path)).status).toBe(404);
  const again = await put();
  expect([again.status, again.body.needed]).toEqual([202, 3]);
  const third = await aCustomer();
  await askFor(third, 2);
  const agreed = await agree(await admin.put(`${path}/customers/${third.id}`));
  expect(agreed.body.state).toBe("approved");
  expect((await holder.get(third.path)).status).toBe(200);
});

test("more permissions in a role that somebody holds wait, fewer do not", async () => {
  const customer = await aWatchedCustomer(1);
  const { owner, second, path, decide } = customer;
  const role = { id: "auditor", name: "Auditor", permissions: ["customer.events.view"] };
  expect((await owner.post(`${path}/roles`, role)).status).toBe(201);
  await aGroup(customer, ["auditor"]);
  await askFor(customer, 2);
  const any = { "if-match": "*" };
  const wider = { permissions: ["customer.members.view"] };
  const asked = await owner.patch(`${path}/roles/auditor`, wider, any);
  expect([asked.status, asked.body.asks.permissions]).toEqual([202, ["customer.members.view"]]);
  await decide(second, asked.body.id, "approve");
  const now = (await owner.get(`${path}/roles/auditor`)).body;
  expect(now.permissions).toContain("customer.members.view");
  const narrower = await owner.patch(`${path}/roles/auditor`, { permissions: [] }, any);
  expect([narrower.status, narrower.body.permissions]).toEqual([200, ["customer.view"]]);
});

test("an API user waits, and whoever makes it decides about themselves", async () => {
  const customer = await aWatchedCustomer(2);
  const { owner, second, path, decide, ask } = customer;
  await ask();
  const body = { displayName: "Deployment", permissions: ["customer.view", "customer.edit"] };
  const asked = await owner.post(`${path}/api-users`, body, { "idempotency-key": "once" });
  expect([asked.status, asked.body.approvals]).toEqual([202, []]);
  const again = await owner.post(`${path}/api-users`, body, { "idempotency-key": "once" });
  expect([again.status, again.body.id]).toEqual([202, asked.body.id]);
  expect((await decide(owner, asked.body.id, "approve")).status).toBe(403);
  await decide(second, asked.body.id, "approve");
  const handler = await anAdmin(["ops-support"]);
  expect((await decide(handler, asked.body.id, "approve")).body.state).toBe("approved");
  const { items } = (await owner.get(`${path}/api-users`)).body;
  expect(items).toMatchObject([{ displayName: "Deployment", createdBy: owner.id }]);
});

test("what a machine asks for begins without a word", async () => {
  const customer = await aWatchedCustomer(2);
  const { second, path, decide } = customer;
  const { permissions } = (await second.get(path)).body;
  const made = await customer.owner.post(`${path}/api-users`, { displayName: "HR", permissions });
  expect((await decide(second, made.body.id, "approve")).body.state).toBe("approved");
  const [apiUser] = (await customer.owner.get(`${path}/api-users`)).body.items;
  const { body: key } = await customer.owner.post(`${path}/api-users/${apiUser.id}/keys`, {});
  const person = await aPerson();
  const asked = await withToken(key.key).put(`${path}/members/${person.id}/roles/employee`);
  expect([asked.status, asked.body.approvals]).toEqual([202, []]);
  await decide(second, asked.body.id, "approve");
  expect(await rolesOf(customer, person)).toEqual([]);
  expect((await decide(customer.owner, asked.body.id, "approve")).body.state).toBe("approved");
  expect(await rolesOf(customer, person)).toEqual(["employee"]);
});

test("joining waits for people of the customer", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, path, decide } = customer;
  const joiner = await anAdmin(["organization-user"]);
  const first = await joiner.post(`${path}/join`);
  expect((await decide(joiner, first.body.id, "withdraw")).body.state).toBe("withdrawn");
  const asked = await joiner.post(`${path}/join`);
  expect([asked.status, asked.body.approvals]).toEqual([202, []]);
  expect((await decide(joiner, asked.body.id, "approve")).status).toBe(403);
  await decide(owner, asked.body.id, "approve");
  expect((await decide(second, asked.body.id, "approve")).body.state).toBe("approved");
  expect(await rolesOf(customer, joiner)).toEqual(["admin"]);
});

test("fewer approvals wait for as many as are needed now, more do not", async () => {
  const customer = await aWatchedCustomer(2);
  const { owner, second, path, decide, ask } = customer;
  const any = { "if-match": "*" };
  const asked = await owner.patch(path, { settings: { minApprovals: 1 } }, any);
  expect([asked.status, asked.body.kind]).toEqual([202, "settings"]);
  expect((await owner.get(path)).body.settings.minApprovals).toBe(2);
  await decide(owner, asked.body.id, "withdraw");
  const machine = (await aPlatformMachine(["platform.customers.edit"])).key.caller;
  const others = await machine.patch(path, { settings: { minApprovals: 1 } }, any);
  const its = `${path}/access-requests/${others.body.id}`;
  expect([others.status, (await machine.get(its)).body.state]).toEqual([202, "pending"]);
  expect((await machine.post(`${its}/withdraw`)).body.state).toBe("withdrawn");
  const again = await owner.patch(path, { settings: { minApprovals: 1 } }, any);
  expect((await machine.get(`${path}/access-requests/${again.body.id}`)).status).toBe(404);
  expect((await owner.patch(path, { settings: { minApprovals: 3 } }, any)).status).toBe(200);
  expect((await decide(owner, again.body.id, "approve")).body.needed).toBe(3);
  const late = await decide(second, again.body.id, "approve");
  expect([late.body.state, late.body.needed]).toEqual(["pending", 3]);
  const shown = (await owner.get(`${path}/access-requests/${again.body.id}`)).body;
  expect([shown.needed, shown.approvals.length]).toEqual([3, 2]);
  expect((await ask()).body.needed).toBe(3);
});

test("an ended role lives again only with a second word", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, path, decide, ask } = customer;
  const { person, request } = await ask();
  await decide(second, request, "approve");
  const role = `${path}/members/${person.id}/roles/employee`;
  await endedNow(async (expiresAt) => (await owner.put(role, { expiresAt })).status === 200);
  expect((await person.get(path)).status).toBe(404);
  expect((await owner.put(role, {})).status).toBe(202);
});

test("who appoints an owner where none can act agrees to it", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const [one, other] = [await aMember(customer, ["admin"]), await aMember(customer, ["admin"])];
  await askFor(customer, 2);
  const reason = { reason: "On leave" };
  await (await theAdmin()).post(`/v1/platform/users/${owner.id}/disable`, reason);
  const plan = planFor(undefined, { roles: ["owner"] });
  const invited = await one.post(`${path}/invitations`, plan);
  expect([invited.status, invited.body.approvals]).toMatchObject([202, [{ by: one.id }]]);
  await other.post(`${path}/access-requests/${invited.body.id}/decline`, {});
  const person = await aPerson();
  const asked = await one.put(`${path}/members/${person.id}/roles/owner`);
  expect([asked.status, asked.body.approvals]).toMatchObject([202, [{ by: one.id }]]);
  const { body } = await other.post(`${path}/access-requests/${asked.body.id}/approve`);
  expect(body.state).toBe("approved");
  expect((await person.get(path)).body.permissions).toContain("customer.owners.manage");
});

test("a machine's right to be there is no right to decide", async () => {
  const customer = await aWatchedCustomer(1);
  const machine = await aMachine(customer, ["customer.view", "customer.members.grant"]);
  const path = `${customer.path}/access-requests/req_01J00000000000000000000000/approve`;
  expect((await machine.key.caller.post(path)).status).toBe(403);
});

test("a move waits for the other owner, and only one at a time", async () => {
  const { owner, second, path, decide } = await aWatchedCustomer();
  await owner.put(`${path}/members/${second.id}/roles/owner`);
  const [parent, other] = [await aCustomerOf(owner), await aCustomerOf(owner)];
  const asked = await moveTo({ path }, parent.id, owner);
  expect([asked.status, asked.body.kind]).toEqual([202, "move"]);
  expect((await owner.get(path)).body.parentId).toBeUndefined();
  expect((await moveTo({ path }, other.id, owner)).body.code).toBe("request_open");
  expect((await decide(second, asked.body.id, "approve")).body.state).toBe("approved");
  expect((await owner.get(path)).body.parentId).toBe(parent.id);
});

test("a first role that has become a further one meanwhile is given all the same", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, path, ask, decide } = customer;
  const { person, request } = await ask();
  const asked = await owner.put(`${path}/members/${person.id}/roles/admin`);
  expect((await decide(second, request, "approve")).body.state).toBe("approved");
  expect((await decide(second, asked.body.id, "approve")).body.state).toBe("approved");
  expect((await rolesOf(customer, person)).sort()).toEqual(["admin", "employee"]);
});

test("not where somebody who agreed may give first roles alone", async () => {
  const customer = await aWatchedCustomer(1);
  const { owner, path, decide } = customer;
  const permissions = ["customer.members.view", "customer.members.grant"];
  await owner.post(`${path}/roles`, { id: "host", name: "Host", permissions });
  await owner.post(`${path}/roles`, { id: "guest", name: "Guest", permissions: [] });
  const host = await aMember(customer, ["host"]);
  await askFor(customer, 2);
  const { person, request } = await customer.ask("guest");
  const asked = await owner.put(`${path}/members/${person.id}/roles/host`);
  expect((await decide(host, request, "approve")).body.state).toBe("approved");
  const late = await decide(host, asked.body.id, "approve");
  expect([late.body.code, late.body.detail]).toEqual([
    "request_lapsed",
    expect.stringContaining("customer.members.edit"),
  ]);
  expect(await rolesOf(customer, person)).toEqual(["guest"]);
});
