import { afterAll, beforeAll, expect, test } from "vitest";
import { type Answer, newAddress } from "../../support/api.ts";
import { aCustomerGroup } from "../../support/below.ts";
import { aCustomer, aGroup, anAdmin, aPerson, aProject, theAdmin } from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { codeOf } from "../../support/race.ts";
import { quiet, storedOf } from "../../support/snapshot.ts";

/** Few items to look through, and none that others write. */
let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

const at = (id: string, query = "") => `/v1/platform/users/${id}${query}`;
const dryRun = "?dryRun=true";
const wordsOf = ({ status, body }: Answer) => [status, body.code, body.detail];

test("foresees how much goes with a person, and writes nothing", async () => {
  const [admin, customer] = [await theAdmin(host), await aCustomer(host)];
  const { holder, ...group } = await aCustomerGroup(customer, host);
  const member = await customer.owner.put(`${customer.path}/members/${holder.id}/roles/employee`);
  expect(member.status).toBe(200);
  const project = await aProject(customer);
  await customer.owner.put(`${project.path}/members/${holder.id}/roles/user`);
  await aGroup(customer, [], [holder]);
  const before = await quiet(() => storedOf(holder.id, host));
  const foreseen = await admin.delete(at(holder.id, dryRun));
  expect([foreseen.status, foreseen.body]).toEqual([
    200,
    {
      dryRun: true,
      kind: "user-deleted",
      counts: {
        customers: { count: 1 },
        projects: { count: 1 },
        groups: { count: 1 },
        customerGroups: { count: 1 },
      },
    },
  ]);
  expect(await storedOf(holder.id, host)).toEqual(before);
  expect((await holder.get(customer.path)).status).toBe(200);
  expect((await customer.owner.get(`${group.path}/members`)).body.items).toHaveLength(1);
  const started = await admin.delete(at(holder.id));
  expect([started.status, started.body]).toMatchObject([
    202,
    { dryRun: false, kind: "user-deleted" },
  ]);
});

test("refuses what the run refuses, in the same words", async () => {
  const [admin, gone, person] = [
    await theAdmin(host),
    await aPerson(newAddress(), host),
    await aPerson(newAddress(), host),
  ];
  const user = await anAdmin(["organization-user"], host);
  expect((await admin.delete(at(gone.id))).status).toBe(202);
  const asks = [
    [admin, gone.id, {}],
    [admin, "usr_01J00000000000000000000000", {}],
    [admin, person.id, { "if-match": '"7"' }],
    [user, user.id, {}],
    [person, person.id, {}],
  ] as const;
  const codes: unknown[] = [];
  for (const [by, id, headers] of asks) {
    const foreseen = await by.delete(at(id, dryRun), headers);
    expect(wordsOf(foreseen)).toEqual(wordsOf(await by.delete(at(id), headers)));
    codes.push(codeOf(foreseen)[1]);
  }
  expect(codes).toEqual(["user_unavailable", "not_found", "stale", "forbidden", "forbidden"]);
});
