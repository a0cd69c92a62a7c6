import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answer } from "../../support/api.ts";
import { aCustomer, aMember, aPendingProject, aProject, aTenant } from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { codeOf } from "../../support/race.ts";
import { quiet, storedOf } from "../../support/snapshot.ts";

/** Few items to look through, and none that others write. */
let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

const wordsOf = ({ body }: Answer) => [body.code, body.detail, body.errors];

test.each([
  ["project-deleted", 0],
  ["project-deletion-requested", 2],
])("foresees %s with %i tenants and how much goes, and writes nothing", async (kind, tenants) => {
  const customer = await aCustomer(host);
  const { owner } = customer;
  const project = await aProject(customer);
  for (let i = 0; i < tenants; i++) await aTenant(project, owner);
  const person = await aMember(customer, ["employee"], host);
  for (const { id } of [owner, person])
    await owner.put(`${project.path}/members/${id}/roles/reader`);
  const body = { confirm: project.id, reason: "Replaced" };
  const ask = (query: string) =>
    owner.post(`${project.path}/delete${query}`, body, { "idempotency-key": "twice" });
  const before = await quiet(() => storedOf(customer.id, host));
  const foreseen = await ask("?dryRun=true");
  expect([foreseen.status, foreseen.body]).toEqual([
    200,
    { dryRun: true, kind, counts: { members: { count: 2 }, tenants: { count: tenants } } },
  ]);
  expect(await storedOf(customer.id, host)).toEqual(before);
  const started = await ask("");
  expect([started.status, started.body]).toMatchObject([202, { dryRun: false, kind }]);
});

test("refuses what the run refuses, in the same words", async () => {
  const customer = await aCustomer(host);
  const { owner } = customer;
  const pending = await aPendingProject(customer);
  const project = await aProject(customer);
  const employee = await aMember(customer, ["employee"], host);
  await owner.put(`${project.path}/members/${employee.id}/roles/admin`);
  const body = { confirm: project.id, reason: "A" };
  const asks = [
    [owner, project.path, { ...body, confirm: "other" }],
    [owner, project.path, { confirm: project.id }],
    [owner, pending.path, { ...body, confirm: pending.id }],
    [owner, `${customer.path}/projects/nowhere`, body],
    [employee, project.path, body],
  ] as const;
  const codes: unknown[] = [];
  for (const [by, path, sent] of asks) {
    const foreseen = await by.post(`${path}/delete?dryRun=true`, sent);
    const done = await by.post(`${path}/delete`, sent);
    expect([foreseen.status, ...wordsOf(foreseen)]).toEqual([done.status, ...wordsOf(done)]);
    codes.push(codeOf(foreseen)[1]);
  }
  expect(codes).toEqual([
    "invalid",
    "invalid",
    "project_pending_deletion",
    "not_found",
    "forbidden",
  ]);
});
