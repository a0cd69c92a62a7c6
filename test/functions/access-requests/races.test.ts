import { expect, test } from "vitest";
import { aWatchedCustomer, rolesOf } from "../../support/access-requests.ts";
import { aMember, aPerson, askFor, type Person } from "../../support/given.ts";
import { until } from "../../support/inbox.ts";

test("of many approvals and a decline at once one outcome comes, and one binding at most", async () => {
  const customer = await aWatchedCustomer(1);
  const { owner, path, second, ask, decide } = customer;
  const others: Person[] = [];
  for (let i = 0; i < 3; i++) others.push(await aMember(customer, ["admin"]));
  await askFor(customer, 4);
  const { person, request } = await ask();
  const approving = Array.from({ length: 50 }, (_, i) =>
    decide([second, ...others][i % 4] as Person, request, "approve"),
  );
  const answers = await Promise.all([...approving, decide(second, request, "decline", {})]);
  const { body } = await owner.get(`${path}/access-requests/${request}`);
  const roles = await rolesOf(customer, person);
  expect([
    ["approved", ["employee"]],
    ["declined", []],
  ]).toContainEqual([body.state, roles]);
  for (const { status } of answers) expect([200, 409, 503]).toContain(status);
  const { items } = (await owner.get(`${path}/events?subject=${person.id}&limit=100`)).body;
  const decided = items.filter(
    ({ type, after }: { type: string; after: { approvals: string[] } }) =>
      /declined|lapsed/.test(type) || (/approved/.test(type) && after.approvals.length >= 4),
  );
  expect(decided).toHaveLength(1);
  const given = items.filter(({ type }: { type: string }) => type === "customer.member.added");
  expect(given).toHaveLength(body.state === "approved" ? 1 : 0);
});

test("two who ask for the same at once have one request", async () => {
  const { owner, second, path } = await aWatchedCustomer();
  const { id } = await aPerson();
  const role = `${path}/members/${id}/roles/employee`;
  const answers = await Promise.all([owner.put(role), second.put(role), owner.put(role)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
});

test("whoever loses all access takes along what was asked for them", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, path, ask, decide } = customer;
  const { person, request } = await ask();
  await decide(second, request, "approve");
  const asked = await owner.put(`${path}/members/${person.id}/roles/admin`);
  expect(asked.status).toBe(202);
  await owner.delete(`${path}/members/${person.id}`, { "if-match": "*" });
  await until(async () => {
    const { body } = await owner.get(`${path}/access-requests/${asked.body.id}`);
    return body.state === "lapsed";
  }, "the request's end");
  const again = await owner.put(`${path}/members/${person.id}/roles/admin`);
  expect(again.status).toBe(202);
});
