import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aWatchedCustomer, rolesOf } from "../../support/access-requests.ts";
import { newId } from "../../support/api.ts";
import { aCustomerBelow, aCustomerGroup } from "../../support/below.ts";
import { aGroup, aPerson, askFor } from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { mailTo } from "../../support/inbox.ts";
import { planFor, sentAgo } from "../../support/invite.ts";
import { codeOf, requestDuring } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

type Place = { path: string };

test("whoever comes into the group while they agree decides nothing about it, nor does one who agreed before", async () => {
  const customer = await aWatchedCustomer(2, host);
  const { owner, second, path, ask, decide } = customer;
  await ask();
  const group = await aGroup(customer);
  const asked = await owner.put(`${path}/members/${group.id}/roles/employee`);
  const putIn = (id: string) => owner.put(`${group.path}/members/${id}`);
  const approve = () => decide(second, asked.body.id, "approve");
  const late = await requestDuring(host, approve, () => putIn(second.id));
  expect([...codeOf(late), late.body.detail]).toEqual([
    403,
    "forbidden",
    expect.stringContaining("themselves"),
  ]);
  await owner.delete(`${group.path}/members/${second.id}`);
  // Only the owner's word counts no more: there is nobody to be refused.
  const alone = await requestDuring(host, approve, () => putIn(owner.id));
  expect([alone.status, alone.body.state]).toEqual([200, "pending"]);
  expect(alone.body.approvals[0]).toMatchObject({ by: owner.id, counts: false });
  expect(await rolesOf(customer, group)).toEqual([]);
  await owner.delete(`${group.path}/members/${owner.id}`);
  expect((await approve()).body.state).toBe("approved");
  expect(await rolesOf(customer, group)).toEqual(["employee"]);
});

test("nobody decides alone about a group that they come into meanwhile", async () => {
  const customer = await aWatchedCustomer(1, host);
  const { owner, second, path } = customer;
  await owner.delete(`${path}/members/${second.id}`, { "if-match": "*" });
  await askFor(customer, 2);
  const group = await aGroup(customer);
  const given = await requestDuring(
    host,
    () => owner.put(`${path}/members/${group.id}/roles/employee`),
    () => owner.put(`${group.path}/members/${owner.id}`),
  );
  expect([given.status, given.body.approvals]).toEqual([202, []]);
  expect(await rolesOf(customer, group)).toEqual([]);
});

test.each([
  ["there", (top: Place, _: Place) => top],
  ["further down", (_: Place, below: Place) => below],
])("nobody gives a role %s alone once several must agree since then", async (_, where) => {
  const top = await aWatchedCustomer(1, host);
  const { owner } = top;
  const below = await aCustomerBelow(top, owner);
  const place = where(top, below);
  const somebody = await aPerson(undefined, host);
  const given = await requestDuring(
    host,
    () => owner.put(`${place.path}/members/${somebody.id}/roles/employee`),
    () => askFor(top, 2),
  );
  expect([given.status, given.body.state]).toEqual([202, "pending"]);
  expect((await owner.get(`${place.path}/members/${somebody.id}`)).status).toBe(404);
});

test("no invitation is sent again alone once several must agree since then", async () => {
  const top = await aWatchedCustomer(1, host);
  const { owner, path } = await aCustomerBelow(top, top.owner);
  const { body } = await owner.post(`${path}/invitations`, planFor());
  // Its mail changes the invitation, too.
  await mailTo(body.email, host);
  await sentAgo({ customer: body.customer, id: body.id }, 2, {}, host);
  const again = await requestDuring(
    host,
    () => owner.post(`${path}/invitations/${body.id}/resend`),
    () => askFor(top, 2),
  );
  expect(codeOf(again)).toEqual([409, "invitation_blocked"]);
});

test("no customer is born into a group with roles once several must agree since then", async () => {
  const top = await aWatchedCustomer(1, host);
  const { owner } = top;
  const mid = await aCustomerBelow(top, owner);
  const { id, holder } = await aCustomerGroup(mid, host);
  const born = { id: newId(), displayName: "A", parentId: mid.id, groups: [id] };
  const made = await requestDuring(
    host,
    () => owner.post("/v1/customers", born),
    () => askFor(top, 2),
  );
  expect(codeOf(made)).toEqual([403, "forbidden"]);
  expect((await holder.get(`/v1/customers/${born.id}`)).status).toBe(404);
});

test("no customer comes into a group with roles past those who must agree there since then", async () => {
  const top = await aWatchedCustomer(1, host);
  const { owner, second, decide } = top;
  const { path, spare, holder } = await aCustomerGroup(top, host);
  const watched = { ...spare, owner };
  const put = () => owner.put(`${path}/customers/${spare.id}`);
  const asked = await requestDuring(host, put, () => askFor(watched, 2));
  expect([asked.status, asked.body.needed]).toEqual([202, 2]);
  const approve = () => decide(second, asked.body.id, "approve");
  const late = await requestDuring(host, approve, () => askFor(watched, 3));
  expect(codeOf(late)).toEqual([409, "request_lapsed"]);
  expect((await holder.get(spare.path)).status).toBe(404);
});

test("nobody decides alone once it was noted that two could", async () => {
  const customer = await aWatchedCustomer(1, host);
  const { owner, second, path } = customer;
  await owner.delete(`${path}/members/${second.id}`, { "if-match": "*" });
  await askFor(customer, 2);
  const somebody = await aPerson(undefined, host);
  const given = await requestDuring(
    host,
    () => owner.put(`${path}/members/${somebody.id}/roles/employee`),
    () => tableOf(host).change(keys.gate({ customer: customer.id, gate: "0" }), { hadTwo: true }),
  );
  expect([given.status, given.body.state]).toEqual([202, "pending"]);
});
