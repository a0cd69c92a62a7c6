import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aWatchedCustomer, rolesOf } from "../../support/access-requests.ts";
import { newAddress, withToken } from "../../support/api.ts";
import {
  aCustomer,
  aGroup,
  aMember,
  anAdmin,
  aPerson,
  aPlatformMachine,
  aProject,
  askFor,
  theAdmin,
} from "../../support/given.ts";
import { importLines, statusesOf } from "../../support/imports.ts";
import { mailsTo, mailTo } from "../../support/inbox.ts";
import { tableOf } from "../../support/table.ts";

const memberOf = (customer: string, email: string, ...roles: string[]) => ({
  kind: "member",
  data: { customer, email, roles: roles.map((role) => ({ role })) },
});

test("what gives somebody more waits where several people must agree, and is imported when they have", async () => {
  const { id, path, owner, second, decide } = await aWatchedCustomer();
  const email = newAddress("moved");
  const lines = [
    memberOf(id, email, "employee"),
    { kind: "project", data: { customer: id, id: "website", displayName: "Website" } },
  ];
  const [waiting, project] = await importLines(lines);
  expect([waiting?.status, project?.status]).toEqual(["waiting", "created"]);
  expect((await importLines(lines))[0]).toMatchObject(waiting as object);
  const request = waiting?.accessRequest as string;
  const { body } = await owner.get(`${path}/access-requests/${request}`);
  expect(body).toMatchObject({ kind: "member-roles", asks: { roles: [{ role: "employee" }] } });
  expect((await decide(owner, request, "approve")).body.state).toBe("pending");
  expect((await decide(second, request, "approve")).body).toMatchObject({ state: "approved" });
  const person = await aPerson(email);
  expect((await person.get(path)).status).toBe(200);
  expect(statusesOf(await importLines(lines))).toEqual(["unchanged", "unchanged"]);
});

test("whoever imports takes back what waits, and reads nobody else's requests", async () => {
  const { id, path, owner, ask } = await aWatchedCustomer();
  const { caller } = (await aPlatformMachine(["platform.import"])).key;
  const [waiting] = await importLines([memberOf(id, newAddress("moved"), "employee")], "", caller);
  expect(waiting?.status).toBe("waiting");
  const its = `${path}/access-requests/${waiting?.accessRequest}`;
  expect((await caller.post(`${its}/withdraw`)).body.state).toBe("withdrawn");
  expect((await owner.get(its)).body.state).toBe("withdrawn");
  const { request } = await ask();
  expect((await caller.get(`${path}/access-requests/${request}`)).status).toBe(404);
});

test("asks for project roles one by one, and a dry run asks for nothing", async () => {
  const { id, path, owner, second, decide, ask } = await aWatchedCustomer();
  const [website, { person, request }] = [await aProject({ path, owner }), await ask()];
  for (const one of [second]) await decide(one, request, "approve");
  const roles = [{ role: "reader" }, { role: "user" }];
  const data = { customer: id, project: website.id, email: person.email, roles };
  const line = { kind: "project-member", data };
  const count = async () =>
    (await owner.get(`${path}/access-requests?state=pending`)).body.items.length;
  const [looked] = await importLines([line], "?dryRun=true");
  expect(looked?.status).toBe("waiting");
  expect(looked).not.toHaveProperty("accessRequest");
  expect(await count()).toBe(0);
  expect(statusesOf(await importLines([line]))).toEqual(["waiting"]);
  const { items } = (await owner.get(`${path}/access-requests?state=pending`)).body;
  for (const { id: one } of items) {
    await decide(owner, one, "approve");
    expect((await decide(second, one, "approve")).body).toMatchObject({ state: "approved" });
  }
  expect(statusesOf(await importLines([line]))).toEqual(["unchanged"]);
});

test("asks for roles on a group of customers one by one, also for somebody whom nobody knows", async () => {
  const { id, path, owner, second, decide } = await aWatchedCustomer();
  const email = newAddress("grouped");
  const roles = [{ role: "employee" }, { role: "admin" }];
  const line = {
    kind: "customer-group-member",
    data: { customer: id, customerGroup: "all", email, roles },
  };
  expect(statusesOf(await importLines([line]))).toEqual(["waiting"]);
  const { items } = (await owner.get(`${path}/access-requests?state=pending`)).body;
  expect(items).toHaveLength(2);
  for (const { id: one } of items) {
    await decide(owner, one, "approve");
    expect((await decide(second, one, "approve")).body).toMatchObject({ state: "approved" });
  }
  expect(statusesOf(await importLines([line]))).toEqual(["unchanged"]);
});

test("people are told once others have agreed, where the import said so", async () => {
  const { id, owner, second, decide } = await aWatchedCustomer();
  const [told, untold] = [await aPerson(), await aPerson()];
  for (const [person, query] of [
    [told, "?tell=true"],
    [untold, ""],
  ] as const) {
    const [waiting] = await importLines([memberOf(id, person.email, "employee")], query);
    const request = waiting?.accessRequest as string;
    await decide(owner, request, "approve");
    expect((await decide(second, request, "approve")).body).toMatchObject({ state: "approved" });
  }
  expect((await mailTo(told.email)).subject).toMatch(/access/i);
  expect(await mailsTo(untold.email)).toEqual([]);
});

test("somebody whom nobody knew is in a group once others have agreed", async () => {
  const customer = await aCustomer();
  const { id, owner, path } = customer;
  const group = await aGroup(customer, ["employee"]);
  const second = await aMember(customer, ["admin"]);
  await askFor(customer, 2);
  const email = newAddress("moved");
  const line = { kind: "group-member", data: { customer: id, group: group.identifier, email } };
  const [waiting] = await importLines([line]);
  expect(waiting?.status).toBe("waiting");
  const [person, request] = [
    await aPerson(email),
    `${path}/access-requests/${waiting?.accessRequest}`,
  ];
  expect((await person.get(path)).status).toBe(404);
  await owner.post(`${request}/approve`);
  expect((await second.post(`${request}/approve`)).body).toMatchObject({ state: "approved" });
  expect((await person.get(path)).status).toBe(200);
  expect(statusesOf(await importLines([line]))).toEqual(["unchanged"]);
});

test("whoever imports has no say at the customer by that", async () => {
  const { id, path, owner, decide } = await aWatchedCustomer();
  const operator = await anAdmin(["organization-admin"]);
  const lines = [memberOf(id, operator.email, "admin")];
  const [waiting] = await importLines(lines, "", operator);
  expect(waiting?.status).toBe("waiting");
  const request = waiting?.accessRequest as string;
  expect((await decide(owner, request, "approve")).body.state).toBe("pending");
  const own = await operator.post(`${path}/access-requests/${request}/approve`);
  expect(own.status).toBe(403);
});

test("the only person who may decide is not left out since somebody imports", async () => {
  const customer = await aCustomer();
  await askFor(customer, 2);
  const [waiting] = await importLines([memberOf(customer.id, newAddress("moved"), "employee")]);
  expect(waiting?.status).toBe("waiting");
});

test("what was asked lapses with the right to import", async () => {
  const { id, owner, second, decide } = await aWatchedCustomer();
  const operator = await anAdmin(["organization-admin"]);
  const [waiting] = await importLines([memberOf(id, newAddress(), "employee")], "", operator);
  const request = waiting?.accessRequest as string;
  const admin = await theAdmin();
  await admin.delete(`/v1/platform/admins/${operator.id}`, { "if-match": "*" });
  await decide(owner, request, "approve");
  const last = await decide(second, request, "approve");
  expect([last.status, last.body.code]).toEqual([409, "request_lapsed"]);
});

test("an API user imports with that one permission, but names no owner", async () => {
  const admin = await theAdmin();
  const body = { displayName: "Moving in", permissions: ["platform.import"] };
  const { id: apiUser } = (await admin.post("/v1/platform/api-users", body)).body;
  const { key } = (await admin.post(`/v1/platform/api-users/${apiUser}/keys`, {})).body;
  const machine = { ...withToken(key), id: apiUser };
  const [id, branch] = [newAddress().split(".")[1], newAddress().split(".")[2]].map(
    (_, i) => `api-${Date.now()}-${i}`,
  ) as [string, string];
  const lines = [
    { kind: "customer", data: { id, displayName: "Moved" } },
    { kind: "customer", data: { id: branch, displayName: "Branch", parentId: id } },
    memberOf(branch, newAddress("moved"), "admin"),
    { kind: "thing", data: { customer: id, things: "devices", name: "Meter" } },
    memberOf(id, newAddress("moved"), "owner"),
  ];
  const results = await importLines(lines, "", machine);
  const rest = Array(4).fill(undefined);
  expect(results.map(({ code }) => code)).toEqual([...rest, "forbidden"]);
  expect((await machine.get(`/v1/customers/${id}`)).status).toBe(404);
});

test("whoever has the address by the time it is approved gets nothing that was asked for another", async () => {
  const { id, path, owner, second, decide } = await aWatchedCustomer();
  const [asked, heir] = [await aPerson(), await aPerson()];
  const [waiting] = await importLines([memberOf(id, asked.email, "admin")]);
  const request = waiting?.accessRequest as string;
  await tableOf().change(keys.address({ email: asked.email }), { userId: heir.id });
  await decide(owner, request, "approve");
  const last = await decide(second, request, "approve");
  expect([last.status, last.body.code]).toEqual([409, "request_lapsed"]);
  for (const one of [asked, heir]) expect(await rolesOf({ path, owner }, one)).toEqual([]);
  await tableOf().change(keys.address({ email: asked.email }), { userId: asked.id });
});

test("a request keeps of a line what it says, and nothing beside it", async () => {
  const { id } = await aWatchedCustomer();
  const about = { note: "x".repeat(300_000) };
  const [waiting] = await importLines([{ ...memberOf(id, newAddress(), "employee"), about }]);
  expect(waiting?.status).toBe("waiting");
  const request = waiting?.accessRequest as string;
  const stored = await tableOf().get(keys["access request"]({ customer: id, request }));
  expect(JSON.stringify(stored).length).toBeLessThan(16_384);
});
