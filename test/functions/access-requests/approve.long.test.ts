import { expect, test } from "vitest";
import { customerRoles } from "../../../shared/access/roles.ts";
import { keys } from "../../../shared/table/schema.ts";
import { aWatchedCustomer, rolesOf } from "../../support/access-requests.ts";
import { aCustomerBelow, aTopGroup } from "../../support/below.ts";
import {
  aCustomer,
  aGroup,
  aMachine,
  anAdmin,
  anAdminGroup,
  aPerson,
  askFor,
  theAdmin,
} from "../../support/given.ts";
import { mailTo } from "../../support/inbox.ts";
import { tableOf } from "../../support/table.ts";

test("a role waits for a second person, and is given with their word", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, path, id, ask, decide } = customer;
  const { person, request, body } = await ask();
  expect(body).toMatchObject({
    kind: "member-roles",
    principal: person.id,
    state: "pending",
    needed: 2,
    approvals: [{ by: owner.id }],
    requester: { id: owner.id },
    asks: { roles: [{ role: "employee" }] },
  });
  expect((await person.get(path)).status).toBe(404);
  const mail = await mailTo(second.email, undefined, { about: /asks for your approval/ });
  expect(mail.body.text).toContain(`Customer ${id}`);
  expect(mail.body.text).toContain("Employee");
  const approved = await decide(second, request, "approve");
  expect([approved.status, approved.body.state]).toEqual([200, "approved"]);
  expect(approved.body.approvals.map(({ by }: { by: string }) => by)).toEqual([
    owner.id,
    second.id,
  ]);
  expect((await person.get(path)).status).toBe(200);
  const { items } = (await owner.get(`${path}/events?subject=${person.id}`)).body;
  const byType = new Map(items.map((one: { type: string }) => [one.type, one]));
  expect(byType.get("customer.member.added")).toMatchObject({
    actor: { id: owner.id },
    accessRequest: request,
  });
  expect(byType.get("customer.access-request.approved")).toMatchObject({
    actor: { id: second.id },
    accessRequest: request,
  });
  await mailTo(person.email, undefined, { about: /You now have access/ });
  await mailTo(owner.email, undefined, { about: /was approved/ });
});

test("the first word is not counted twice, and a repeated last one changes nothing", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, ask, decide } = customer;
  const { person, request } = await ask();
  const again = await decide(owner, request, "approve");
  expect([again.status, again.body.state, again.body.approvals.length]).toEqual([
    200,
    "pending",
    1,
  ]);
  expect(await rolesOf(customer, person)).toEqual([]);
  expect((await decide(second, request, "approve")).body.state).toBe("approved");
  expect((await decide(second, request, "approve")).body.state).toBe("approved");
  expect((await decide(owner, request, "decline", {})).body.code).toBe("request_decided");
});

test("nobody decides about themselves, not even as a member of the group that it is for", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, path, decide } = customer;
  await customer.ask();
  const group = await aGroup(customer, [], [second]);
  const forGroup = await owner.put(`${path}/members/${group.id}/roles/admin`);
  expect(forGroup.status).toBe(202);
  expect((await decide(second, forGroup.body.id, "approve")).body.detail).toContain("themselves");
  const own = await second.put(`${path}/members/${second.id}/roles/employee`);
  expect([own.status, own.body.approvals]).toEqual([202, []]);
  expect((await decide(second, own.body.id, "approve")).status).toBe(403);
});

test("who may not grant it agrees to nothing, and the right is looked at again with the last word", async () => {
  const customer = await aWatchedCustomer(3);
  const { owner, second, path, ask, decide } = customer;
  const employee = await ask();
  await decide(second, employee.request, "approve");
  const handler = await anAdmin(["ops-support"]);
  expect((await decide(handler, employee.request, "approve")).body.state).toBe("approved");
  const taken = "This takes the permission customer.members.grant.";
  for (const verb of ["approve", "decline"] as const)
    expect((await decide(employee.person, employee.request, verb)).body).toMatchObject({
      code: "forbidden",
      detail: taken,
    });
  const { request } = await ask();
  await decide(second, request, "approve");
  await owner.delete(`${path}/members/${second.id}/roles/admin`);
  const late = await decide(handler, request, "approve");
  const { body } = await owner.get(`${path}/access-requests/${request}`);
  for (const { state, approvals } of [late.body, body])
    expect([state, approvals]).toEqual([
      "pending",
      [
        { by: owner.id, at: expect.anything() },
        { by: second.id, at: expect.anything(), counts: false },
        { by: handler.id, at: expect.anything() },
      ],
    ]);
});

test("where fewer may decide than must, all of them do, and handlers of the platform give the rest", async () => {
  const customer = await aWatchedCustomer(2);
  const { owner, second, path, ask, decide } = customer;
  await ask();
  await owner.delete(`${path}/members/${second.id}`, { "if-match": "*" });
  const { person, request, body } = await ask();
  expect(body.warning).toContain("only one");
  const handler = await anAdmin(["onboarding-support"]);
  const open = (await handler.get("/v1/access-requests?limit=100")).body.items;
  expect(open.map(({ id }: { id: string }) => id)).toContain(request);
  expect((await decide(handler, request, "approve")).body.state).toBe("approved");
  expect(await rolesOf(customer, person)).toEqual(["employee"]);
});

test("who decides alone may do so after somebody of the platform agreed", async () => {
  const { second, owner, path, decide } = await aWatchedCustomer(3);
  const asked = await second.put(`${path}/members/${second.id}/roles/employee`);
  expect([asked.status, asked.body.needed, asked.body.approvals]).toEqual([202, 3, []]);
  expect(asked.body.warning).toContain("one person decides alone");
  const handler = await anAdmin(["ops-support"]);
  const helped = await decide(handler, asked.body.id, "approve");
  expect([helped.body.state, helped.body.approvals.length]).toEqual(["pending", 1]);
  const approved = await decide(owner, asked.body.id, "approve");
  expect([approved.body.state, approved.body.approvals.length]).toEqual(["approved", 2]);
});

test("what cannot be carried out any more lapses and says why", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, path, ask, decide } = customer;
  const asking = await ask("employee", second);
  await owner.delete(`${path}/members/${second.id}/roles/admin`);
  const third = await second.post(`${path}/access-requests/${asking.request}/approve`);
  expect(third.status).toBe(404);
  const handler = await anAdmin(["ops-support"]);
  await decide(handler, asking.request, "approve");
  const late = await decide(owner, asking.request, "approve");
  expect([late.status, late.body.code]).toEqual([409, "request_lapsed"]);
  const after = (await owner.get(`${path}/access-requests/${asking.request}`)).body;
  expect([after.state, after.reason.length > 0]).toEqual(["lapsed", true]);
  expect(await rolesOf(customer, asking.person)).toEqual([]);
});

test("a request for a role that means more by now lapses", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, path, ask, decide } = customer;
  const role = { id: "auditor", name: "Auditor", permissions: ["customer.events.view"] };
  expect((await owner.post(`${path}/roles`, role)).status).toBe(201);
  const { person, request } = await ask("auditor");
  const more = { permissions: ["customer.events.view", "customer.members.view"] };
  const wider = await owner.patch(`${path}/roles/auditor`, more, { "if-match": "*" });
  expect(wider.status).toBe(200);
  const late = await decide(second, request, "approve");
  expect([late.body.code, late.body.detail]).toEqual([
    "request_lapsed",
    expect.stringContaining("customer.members.view"),
  ]);
  expect(await rolesOf(customer, person)).toEqual([]);
});

test("an end of its own, a shorter one, a longer one for others and a removal wait for nobody", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, path, ask, decide } = customer;
  const { person, request } = await ask();
  await decide(second, request, "approve");
  const role = `${path}/members/${person.id}/roles/employee`;
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  expect((await owner.put(role, { expiresAt: inDays(1) })).status).toBe(200);
  expect((await owner.put(role, { expiresAt: inDays(9) })).status).toBe(200);
  expect((await owner.delete(role)).status).toBe(200);
});

test("a lower role in the place of a higher one waits for nobody, the other way round does", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, path, ask, decide } = customer;
  const { person, request } = await ask();
  await decide(second, request, "approve");
  const put = ({ id }: { id: string }, role: string) =>
    owner.put(`${path}/members/${id}/roles`, { roles: [{ role }] }, { "if-match": "*" });
  expect((await put(person, "admin")).status).toBe(202);
  expect((await put(second, "employee")).status).toBe(200);
  expect(await rolesOf(customer, second)).toEqual(["employee"]);
});

test("ten people besides whoever asks are told of it", async () => {
  const customer = await aCustomer();
  const people = await Promise.all(Array.from({ length: 10 }, () => aPerson()));
  await aGroup(customer, ["admin"], people);
  const given = [...customerRoles.employee.permissions];
  const { key } = await aMachine(customer, [
    ...given,
    "customer.members.grant",
    "customer.members.view",
  ]);
  await askFor(customer, 2);
  const { owner, path } = customer;
  const asked = await owner.put(`${path}/members/${(await aPerson()).id}/roles/employee`);
  expect(asked.status).toBe(202);
  const about = /asks for your approval/;
  await Promise.all(people.map(({ email }) => mailTo(email, undefined, { about })));

  const other = await key.caller.put(`${path}/members/${(await aPerson()).id}/roles/employee`);
  expect(other.status).toBe(202);
  const log = await owner.get(`${path}/events?type=customer.access-request.created`);
  const event = log.body.items[0].id;
  const letters = await Promise.all(
    [owner, ...people].map(({ id }) => tableOf().get(keys.letter({ event, recipient: id }))),
  );
  expect(letters.filter((letter) => letter !== undefined)).toHaveLength(10);
});

test("an owner makes somebody else one without asking anybody", async () => {
  const { owner, second, path } = await aWatchedCustomer();
  expect((await owner.put(`${path}/members/${second.id}/roles/owner`)).status).toBe(200);
});

test("nothing is asked for twice at the same time", async () => {
  const { owner, second, path, ask, decide } = await aWatchedCustomer();
  const { person, request } = await ask();
  const role = `${path}/members/${person.id}/roles/employee`;
  const again = await second.put(role);
  expect([again.status, again.body.code, again.body.accessRequest]).toEqual([
    409,
    "request_open",
    request,
  ]);
  await decide(second, request, "decline", { reason: "Not before the audit" });
  expect((await owner.put(role)).status).toBe(202);
  const mail = await mailTo(person.email);
  expect(mail.body.text).toContain("Not before the audit");
});

test("who came to decide alone only after others agreed is told so", async () => {
  const { owner, second, path, decide } = await aWatchedCustomer(3);
  const asked = await owner.put(`${path}/members/${owner.id}/roles/admin`);
  expect(asked.body.warning).toContain("nobody may");
  await decide(await anAdmin(["ops-support"]), asked.body.id, "approve");
  await owner.put(`${path}/members/${second.id}/roles/owner`);
  const { body } = await decide(second, asked.body.id, "approve");
  expect([body.state, body.warning]).toEqual([
    "approved",
    expect.stringContaining("decides alone"),
  ]);
});

test("a single person decides alone where there never were two, and is told", async () => {
  const customer = await aCustomer();
  await askFor(customer, 2);
  const person = await aPerson();
  const alone = await customer.owner.put(`${customer.path}/members/${person.id}/roles/employee`);
  expect([alone.status, alone.headers.get("usher-warning")]).toEqual([
    200,
    expect.stringContaining("one person decides alone"),
  ]);
  const { items } = (await customer.owner.get(`${customer.path}/access-requests`)).body;
  expect(items).toMatchObject([{ state: "approved", approvals: [{ by: customer.owner.id }] }]);
});

test("whoever may grant by a group of the platform that the uppermost customer is in has to agree, too", async () => {
  const [admin, top, other] = [await theAdmin(), await aCustomer(), await aCustomer()];
  const [member, elsewhere] = [await aPerson(), await aPerson()];
  const { path } = await aTopGroup(admin, [top, other]);
  const { path: besides } = await aTopGroup(admin, [other, top]);
  const { id } = await anAdminGroup([], [member]);
  await admin.put(`${path}/members/${id}/roles/admin`);
  await admin.put(`${besides}/members/${elsewhere.id}/roles/admin`);
  const low = await aCustomerBelow(top, top.owner);
  await askFor(top, 2);
  const roles = `${low.path}/members/${(await aPerson()).id}/roles`;
  const asked = await top.owner.put(`${roles}/employee`);
  expect([asked.status, asked.body.approvals?.length, asked.body.warning]).toEqual([
    202,
    1,
    undefined,
  ]);
  await mailTo(member.email, undefined, { about: /asks for your approval/ });
  const approve = `${low.path}/access-requests/${asked.body.id}/approve`;
  expect((await elsewhere.post(approve)).status).toBe(404);
  expect((await member.post(approve)).body.state).toBe("approved");
});
