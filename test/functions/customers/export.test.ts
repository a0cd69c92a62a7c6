import { expect, test } from "vitest";
import { aWatchedCustomer } from "../../support/access-requests.ts";
import { newAddress, newId } from "../../support/api.ts";
import { aCustomerBelow } from "../../support/below.ts";
import { everything } from "../../support/exports.ts";
import {
  aCustomer,
  aGroup,
  aMember,
  anApiUser,
  aPerson,
  aProject,
  aTenant,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { invite } from "../../support/invite.ts";
import { aThing, someThings } from "../../support/things.ts";

async function aRichCustomer() {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const employee = await aMember(customer, ["employee"]);
  const group = await aGroup(customer, ["admin"], [employee]);
  const role = { id: newId("r"), name: "Auditor", permissions: ["customer.view"] };
  await owner.post(`${path}/roles`, role);
  const groups = `${path}/customer-groups`;
  const { id: branches } = (await owner.post(groups, { displayName: "Branches" })).body;
  await owner.post(groups, { displayName: "Empty" });
  const branch = await aCustomerBelow(customer, owner);
  await owner.put(`${groups}/${branches}/customers/${branch.id}`);
  await owner.put(`${groups}/${branches}/members/${group.id}/roles/employee`);
  await owner.put(`${groups}/all/members/${employee.id}/roles/employee`);
  await invite(owner, path, { email: newAddress("invited") });
  const apiUser = await anApiUser(customer);
  const projects = [await aProject(customer), await aProject(customer)] as const;
  for (const project of projects) {
    await owner.put(`${project.path}/members/${employee.id}/roles/reader`);
    await owner.put(`${project.path}/members/${owner.id}/roles/admin`);
  }
  await owner.put(`${projects[1].path}/members/${group.id}/roles/user`);
  const tenant = await aTenant(projects[1], owner);
  await owner.post(`${path}/devices/groups`, { name: "Roof" });
  await someThings(customer, "devices", ["B", "A", "C"]);
  return { ...customer, employee, group, role, branch, apiUser, projects, tenant };
}

test("exports everything that a customer has, in pages of any size", async () => {
  const customer = await aRichCustomer();
  const { id, owner, employee, group, role, branch, projects, tenant } = customer;
  const whole = await everything(customer, "?limit=100");
  for (const limit of [1, 3]) expect(await everything(customer, `?limit=${limit}`)).toEqual(whole);
  const of = (kind: string) => whole.filter((one) => one.kind === kind).map(({ data }) => data);
  expect(of("customer")).toEqual([{ id, displayName: `Customer ${id}` }]);
  expect(of("custom-role")).toEqual([{ customer: id, ...role }]);
  expect(of("group")).toMatchObject([{ customer: id, identifier: group.identifier }]);
  const byAddress = (one: { email: string }, other: { email: string }) =>
    one.email < other.email ? -1 : 1;
  expect(of("member").sort(byAddress)).toMatchObject(
    [
      { customer: id, email: employee.email, roles: [{ role: "employee" }] },
      { customer: id, email: owner.email, roles: [{ role: "owner" }] },
    ].sort(byAddress),
  );
  expect(of("group-role")).toEqual([
    { customer: id, group: group.identifier, roles: [{ role: "admin" }] },
  ]);
  expect(of("group-member")).toEqual([
    { customer: id, group: group.identifier, email: employee.email },
  ]);
  expect(of("api-user")).toMatchObject([{ customer: id, displayName: "Deployment" }]);
  expect(of("customer-group")).toEqual([
    { customer: id, displayName: "Branches" },
    { customer: id, displayName: "Empty" },
  ]);
  expect(JSON.stringify(whole)).not.toContain("boundRoles");
  expect(of("grouped-customer")).toEqual([
    { customer: id, customerGroup: "Branches", child: branch.id },
  ]);
  const roles = [{ role: "employee" }];
  expect(of("customer-group-member")).toMatchObject([
    { customer: id, customerGroup: "all", email: employee.email, roles },
    { customer: id, customerGroup: "Branches", group: group.identifier, roles },
  ]);
  expect(of("invitation")).toMatchObject([{ customer: id, roles: ["employee"] }]);
  const ids = projects.map((one) => one.id).sort();
  expect(of("project").map((one) => one.id)).toEqual(ids);
  expect(of("tenant")).toEqual([
    { customer: id, project: projects[1].id, platform: "aws", identifier: tenant.identifier },
  ]);
  expect(of("project-member")).toHaveLength(4);
  expect(of("project-member").map(({ project }) => project)).toEqual(
    [0, 0, 1, 1].map((i) => ids[i]),
  );
  expect(of("project-group-role")).toMatchObject([{ project: projects[1].id }]);
  expect(of("thing-group")).toEqual([{ customer: id, things: "devices", name: "Roof" }]);
  expect(of("thing").map(({ things, name }) => [things, name])).toEqual(
    ["A", "B", "C"].map((name) => ["devices", name]),
  );
  expect(of("event")).toEqual([]);
  expect(JSON.stringify(whole)).not.toMatch(/"(hash|pk|sk|path|secret)"/);
});

test("holds what waits for approval, and what was decided on", async () => {
  const customer = await aWatchedCustomer();
  const { id, owner, ask, decide } = customer;
  const [open, declined] = [await ask(), await ask("admin")];
  expect((await decide(owner, declined.request, "decline")).status).toBe(200);
  const asked = async (query: string) =>
    (await everything(customer, query)).filter(({ kind }) => kind === "access-request");
  const lines = await asked("?limit=1");
  expect(lines).toEqual(await asked("?limit=100"));
  const lineOf = ({ person, request }: typeof open, role: string, state: string) => ({
    data: { customer: id, kind: "member-roles", principal: person.id, asks: { roles: [{ role }] } },
    about: { id: request, state, requester: { id: owner.id }, needed: 2 },
  });
  expect(lines).toMatchObject([
    lineOf(declined, "admin", "declined"),
    lineOf(open, "employee", "pending"),
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/"(act|takes|gives|excluded|claims)"/);
});

test("ends with what happened, if one asks for it", async () => {
  const customer = await aCustomer();
  const whole = await everything(customer, "?events=true&limit=2");
  expect(whole.map(({ kind }) => kind)).toEqual(["customer", "member", "event"]);
  expect(whole.at(-1)?.data).toMatchObject({ type: "customer.created", customerId: customer.id });
});

test("is for owners, and for whoever goes on where their own export stopped", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin"]);
  expect((await admin.get(`${customer.path}/export`)).status).toBe(403);
  expect((await (await aPerson()).get(`${customer.path}/export`)).status).toBe(404);
  const { headers } = await customer.owner.get(`${customer.path}/export?limit=1`);
  const next = /^<(\?[^>]+)>/.exec(headers.get("link") ?? "")?.[1];
  const other = await aCustomer();
  const foreign = await other.owner.get(`${other.path}/export${next}`);
  expect([foreign.status, foreign.body.errors?.[0].pointer]).toEqual([400, "/query/cursor"]);
});

test("what a view shows of another owner goes by a name there only for whoever may see it", async () => {
  const [customer, other] = [await aCustomer(), await aCustomer()];
  const { owner, path } = customer;
  const [device] = await someThings(customer, "devices", ["Meter"], { externalId: "sap-1" });
  await aThing(customer, "entity-views", { thing: device, shows: ["volts"] });
  const shown = async (reader: Person) =>
    (await everything({ owner: reader, path }, "?limit=100"))
      .filter(({ data }) => data.things === "entity-views")
      .map(({ data }) => data.thing);
  expect(await shown(owner)).toEqual(["devices/sap-1"]);
  const admin = await theAdmin();
  const moved = await admin.post(`${path}/devices/${device}/owner`, { customer: other.id });
  expect(moved.status).toBe(200);
  expect(await shown(owner)).toEqual([device]);
  expect((await other.owner.put(`${other.path}/members/${owner.id}/roles/employee`)).status).toBe(
    200,
  );
  expect(await shown(owner)).toEqual([`devices@${other.id}/sap-1`]);
});
