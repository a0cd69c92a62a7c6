import { expect, test } from "vitest";
import { aWatchedCustomer } from "../../support/access-requests.ts";
import { aTopGroup } from "../../support/below.ts";
import {
  aCustomer,
  anAdmin,
  anAdminGroup,
  aPerson,
  aPlatformMachine,
  aProject,
  theAdmin,
} from "../../support/given.ts";
import { until } from "../../support/inbox.ts";

const any = { "if-match": "*" };
const mayNot = "Whoever asked may no longer ask for it";

type Watched = Awaited<ReturnType<typeof aWatchedCustomer>>;

const stateOf = async ({ owner, path }: Watched, request: string) =>
  (await owner.get(`${path}/access-requests/${request}`)).body;

const lapsed = (customer: Watched, request: string) =>
  until(async () => {
    const found = await stateOf(customer, request);
    return found.state === "lapsed" && found;
  }, "the lapse");

type Asked = Promise<{ status: number; body: { id: string } }>;

/** What somebody asked for, which waits. */
async function waiting(asked: Asked) {
  const { status, body } = await asked;
  if (status !== 202) throw new Error(`nothing waits: ${status} ${JSON.stringify(body)}`);
  return body.id;
}

const joining = ({ path }: Watched, by: { post(path: string): Asked }) =>
  waiting(by.post(`${path}/join`));

/** Somebody leaves the customer, and whatever rests on nothing there any more goes. */
async function seeTo({ path, owner, second }: Watched) {
  const removed = await owner.delete(`${path}/members/${second.id}`, any);
  await until(
    async () => (await owner.get(`/v1/operations/${removed.body.operation}`)).body.state === "done",
    "the cascade",
  );
}

test("who waits to join waits no longer without the role that lets them", async () => {
  const [customer, admin] = [await aWatchedCustomer(), await theAdmin()];
  const [helper, other] = [
    await anAdmin(["organization-user"]),
    await anAdmin(["organization-user"]),
  ];
  const [theirs, kept] = [await joining(customer, helper), await joining(customer, other)];
  await admin.delete(`/v1/platform/admins/${helper.id}/roles/organization-user`);
  expect((await lapsed(customer, theirs)).reason).toBe(mayNot);
  expect((await stateOf(customer, kept)).state).toBe("pending");
});

test.each([
  {
    what: "the role of their group",
    lose: (group: { id: string }) => `/v1/platform/admins/${group.id}/roles/organization-user`,
  },
  {
    what: "their place in the group",
    lose: (group: { path: string }, { id }: { id: string }) => `${group.path}/members/${id}`,
  },
  { what: "the group", lose: ({ path }: { path: string }) => path },
])("nor without $what that gave it", async ({ lose }) => {
  const [customer, helper, admin] = [await aWatchedCustomer(), await aPerson(), await theAdmin()];
  const group = await anAdminGroup(["organization-user"], [helper]);
  const theirs = await joining(customer, helper);
  const { status } = await admin.delete(lose(group, helper), any);
  expect([202, 204]).toContain(status);
  expect((await lapsed(customer, theirs)).reason).toBe(mayNot);
});

test("nor without their place in the group where project access rests on that, too", async () => {
  const [customer, helper, admin] = [await aWatchedCustomer(), await aPerson(), await theAdmin()];
  const group = await anAdminGroup(["organization-user"], [helper]);
  const elsewhere = await aCustomer();
  const { path } = await aTopGroup(admin, [elsewhere, await aCustomer()]);
  expect((await admin.put(`${path}/members/${group.id}/roles/employee`)).status).toBe(200);
  const project = await aProject(elsewhere);
  const given = await elsewhere.owner.put(`${project.path}/members/${helper.id}/roles/reader`);
  expect(given.status).toBe(200);
  const theirs = await joining(customer, helper);
  expect((await admin.delete(`${group.path}/members/${helper.id}`)).status).toBe(204);
  expect((await lapsed(customer, theirs)).reason).toBe(mayNot);
});

test("what an API user of the platform asked for at customers goes with its permissions, and not before", async () => {
  const [customer, elsewhere, admin] = [
    await aWatchedCustomer(),
    await aWatchedCustomer(),
    await theAdmin(),
  ];
  const machine = await aPlatformMachine(["platform.customers.edit", "platform.import"]);
  const { caller } = machine.key;
  const fewer = await waiting(caller.patch(customer.path, { settings: { minApprovals: 1 } }, any));
  const { email } = await aPerson();
  const data = { customer: elsewhere.id, email, roles: [{ role: "employee" }] };
  const { body } = await caller.post("/v1/platform/imports", { lines: [{ kind: "member", data }] });
  const imported = body.results[0]?.accessRequest as string;
  for (const [where, request] of [
    [customer, fewer],
    [elsewhere, imported],
  ] as const) {
    await seeTo(where);
    expect((await stateOf(where, request)).state).toBe("pending");
  }
  await admin.patch(machine.path, { permissions: ["platform.users.view"] }, any);
  expect((await lapsed(customer, fewer)).reason).toBe(mayNot);
  expect((await lapsed(elsewhere, imported)).reason).toBe(mayNot);
});

test("what somebody asked for at customers where they hold nothing goes with them", async () => {
  const [customer, admin] = [await aWatchedCustomer(), await theAdmin()];
  const helper = await anAdmin(["organization-admin"]);
  const fewer = await waiting(helper.patch(customer.path, { settings: { minApprovals: 1 } }, any));
  expect((await admin.delete(`/v1/platform/users/${helper.id}`, any)).status).toBe(202);
  expect((await lapsed(customer, fewer)).reason).toBe(mayNot);
});
