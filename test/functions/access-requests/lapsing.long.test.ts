import { expect, test } from "vitest";
import { aWatchedCustomer } from "../../support/access-requests.ts";
import {
  aGroup,
  aMachine,
  anApiUser,
  aPerson,
  aProject,
  askFor,
  theAdmin,
} from "../../support/given.ts";
import { mailTo, until } from "../../support/inbox.ts";
import { disable } from "../../support/invite.ts";

const any = { "if-match": "*" };

type Watched = Awaited<ReturnType<typeof aWatchedCustomer>>;

const stateOf = async ({ owner, path }: Watched, request: string) =>
  (await owner.get(`${path}/access-requests/${request}`)).body;

const lapsed = (customer: Watched, request: string) =>
  until(async () => {
    const found = await stateOf(customer, request);
    return found.state === "lapsed" && found;
  }, "the lapse");

/** Has both agree to what one of them asked for. */
async function agreed(
  { second, decide }: Watched,
  asked: { status: number; body: { id: string } },
) {
  expect(asked.status).toBe(202);
  expect((await decide(second, asked.body.id, "approve")).body.state).toBe("approved");
}

test("a request lapses at once with its project, and whoever asked is told why", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, path, ask, decide } = customer;
  const [project, other] = [await aProject(customer), await aProject(customer)];
  const { person, request } = await ask();
  await decide(second, request, "approve");
  const askedOn = async ({ path: at }: { path: string }) =>
    (await second.put(`${at}/members/${person.id}/roles/user`)).body.id as string;
  const [gone, kept] = [await askedOn(project), await askedOn(other)];
  const { id: confirm } = project;
  await owner.post(`${path}/projects/${confirm}/delete`, { confirm, reason: "Done" });
  expect((await lapsed(customer, gone)).reason).toBe("The project is gone");
  expect((await stateOf(customer, kept)).state).toBe("pending");
  const { body } = await mailTo(second.email, undefined, { about: /not|declin|laps/i });
  expect(body.text).toContain("The project is gone");
});

test("with the role of the customer's own that it asks for or widens", async () => {
  const customer = await aWatchedCustomer();
  const { owner, path } = customer;
  const role = { id: "host", name: "Host", permissions: ["customer.events.view"] };
  await owner.post(`${path}/roles`, role);
  const wider = { permissions: ["customer.events.view", "customer.members.view"] };
  const holder = await aPerson();
  await agreed(customer, await owner.put(`${path}/members/${holder.id}/roles/host`));
  const widening = await owner.patch(`${path}/roles/host`, wider, any);
  const person = await aPerson();
  const giving = await owner.put(`${path}/members/${person.id}/roles/host`);
  expect([widening.status, giving.status]).toEqual([202, 202]);
  await owner.delete(`${path}/members/${holder.id}`, any);
  expect((await owner.delete(`${path}/roles/host`, any)).status).toBe(204);
  for (const { body } of [widening, giving])
    expect((await lapsed(customer, body.id)).reason).toBe("The role is gone");
});

test("with the group that somebody was to come into", async () => {
  const customer = await aWatchedCustomer();
  const { owner, path } = customer;
  const group = await aGroup(customer);
  await agreed(customer, await owner.put(`${path}/members/${group.id}/roles/employee`));
  const joining = await owner.put(`${group.path}/members/${(await aPerson()).id}`);
  await owner.delete(group.path, any);
  expect((await lapsed(customer, joining.body.id)).reason).toBe("The group is gone");
});

test("with the group of customers on which somebody was to hold a role", async () => {
  const customer = await aWatchedCustomer();
  const { owner, path } = customer;
  const north = await owner.post(`${path}/customer-groups`, { displayName: "North" });
  const group = `${path}/customer-groups/${north.body.id}`;
  const asked = await owner.put(`${group}/members/${(await aPerson()).id}/roles/employee`);
  expect(asked.status).toBe(202);
  expect((await owner.delete(group, any)).status).toBe(202);
  expect((await lapsed(customer, asked.body.id)).reason).toBe("The group is gone");
});

test("with the API user that was to do more", async () => {
  const customer = await aWatchedCustomer(1);
  const { owner } = customer;
  const apiUser = await anApiUser(customer, ["customer.view"]);
  await askFor(customer, 2);
  const permissions = ["customer.view", "customer.edit"];
  const asked = await owner.patch(apiUser.path, { permissions }, any);
  expect(asked.status).toBe(202);
  expect((await owner.delete(apiUser.path, any)).status).toBe(204);
  expect((await lapsed(customer, asked.body.id)).reason).toBe("Whoever it is about is gone");
});

test("with the key of the API user that asked", async () => {
  const customer = await aWatchedCustomer(1);
  const { owner, path } = customer;
  const may = ["customer.view", "customer.things.view", "customer.members.view"];
  const { key } = await aMachine(customer, [...may, "customer.members.grant"]);
  await askFor(customer, 2);
  const person = await aPerson();
  const asked = await key.caller.put(`${path}/members/${person.id}/roles/employee`);
  expect(asked.status).toBe(202);
  expect((await owner.delete(key.path)).status).toBe(204);
  expect((await lapsed(customer, asked.body.id)).reason).toBe("The key that asked was revoked");
});

test("with the right of whoever asked, and not while they are only disabled", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, path, ask } = customer;
  const [theirs, others] = [await ask("employee", second), await ask()];
  await owner.delete(`${path}/members/${second.id}/roles/admin`);
  expect((await lapsed(customer, theirs.request)).reason).toBe(
    "Whoever asked may no longer ask for it",
  );
  expect((await stateOf(customer, others.request)).state).toBe("pending");
});

test("with the deletion of whom it is about, who never had access there", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, path, ask, decide } = customer;
  const { person, request } = await ask();
  const group = await aGroup(customer, []);
  await agreed(customer, await owner.put(`${path}/members/${group.id}/roles/employee`));
  const joining = await owner.put(`${group.path}/members/${person.id}`);
  const { request: kept } = await ask();
  expect(joining.status).toBe(202);
  const admin = await theAdmin();
  expect((await admin.delete(`/v1/platform/users/${person.id}`)).status).toBe(202);
  for (const id of [request, joining.body.id as string]) {
    expect((await lapsed(customer, id)).reason).toBe("Whoever it is about is gone");
    expect((await decide(second, id, "approve")).body.code).toBe("request_lapsed");
  }
  expect((await stateOf(customer, kept)).state).toBe("pending");
  const { items } = (await owner.get(`${path}/pending`)).body;
  expect(items.map(({ id }: { id: string }) => id)).toEqual([kept]);
});

test("while whoever asked is disabled it waits, and who agrees is told that", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, ask, decide } = customer;
  const third = await ask("admin");
  await decide(second, third.request, "approve");
  const { request } = await ask("employee", second);
  await disable(second.id);
  expect((await decide(owner, request, "approve")).body.state).toBe("pending");
  const told = await decide(third.person, request, "approve");
  expect([told.status, told.body.code]).toEqual([409, "user_unavailable"]);
  expect((await stateOf(customer, request)).state).toBe("pending");
});

test("with the last access of whom it is about: out of a group, or through its role", async () => {
  const customer = await aWatchedCustomer();
  const { owner, path } = customer;
  const [leaver, member] = [await aPerson(), await aPerson()];
  const group = await aGroup(customer, [], [leaver, member]);
  await agreed(customer, await owner.put(`${path}/members/${group.id}/roles/employee`));
  const project = await aProject(customer);
  const asked = async (id: string) =>
    (await owner.put(`${project.path}/members/${id}/roles/user`)).body.id as string;
  const requests = [await asked(leaver.id), await asked(member.id), await asked(group.id)];
  await owner.delete(`${group.path}/members/${leaver.id}`);
  const [first = "", second = "", third = ""] = requests;
  expect((await lapsed(customer, first)).reason).toBe("Whoever it is about has lost all access");
  expect((await stateOf(customer, second)).state).toBe("pending");
  await owner.delete(`${path}/members/${group.id}/roles/employee`);
  await lapsed(customer, second);
  await lapsed(customer, third);
});
