import { expect, test } from "vitest";
import { nobody } from "../../support/api.ts";
import { aCustomer, aMember, aPerson, aProject, type Person } from "../../support/given.ts";
import { until } from "../../support/inbox.ts";

/** An operation that this person's leaving started. */
async function leaving(path: string, person: Person): Promise<string> {
  const { body } = await person.delete(`${path}/members/${person.id}`, { "if-match": "*" });
  return `/v1/operations/${body.operation}`;
}

test("answers how far an operation is, from the moment it was started", async () => {
  const customer = await aCustomer();
  const person = await aMember(customer, ["employee"]);
  const operation = await leaving(customer.path, person);
  const first = await person.get(operation);
  expect([first.status, first.body]).toMatchObject([
    200,
    { kind: "member-removed", customer: customer.id, subject: person.id, startedBy: person.id },
  ]);
  const done = await until(async () => {
    const { body } = await person.get(operation);
    return body.state === "done" && body;
  }, "the end");
  expect(done).toMatchObject({ removed: 0, doneAt: expect.any(String) });
  expect(done).not.toHaveProperty("version");
});

test("is open to whoever started it and to those who may remove members", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin"]);
  const employee = await aMember(customer, ["employee"]);
  const operation = await leaving(customer.path, await aMember(customer, ["employee"]));
  const statusFor = async (caller: { get(path: string): Promise<{ status: number }> }) =>
    (await caller.get(operation)).status;
  expect(await statusFor(customer.owner)).toBe(200);
  expect(await statusFor(admin)).toBe(200);
  expect(await statusFor(employee)).toBe(404);
  expect(await statusFor(await aPerson())).toBe(404);
  expect(await statusFor(nobody())).toBe(401);
});

test("stays open to whoever started a deletion and lost every right since", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin"]);
  const project = await aProject(customer);
  const { body } = await admin.post(`${project.path}/delete`, { confirm: project.id, reason: "A" });
  await leaving(customer.path, admin);
  expect((await admin.get(`/v1/operations/${body.id}`)).status).toBe(200);
});

test("knows no operation that was never started", async () => {
  const person = await aPerson();
  for (const id of ["opn_01J00000000000000000000000", "evt_01J00000000000000000000000", "x"])
    expect((await person.get(`/v1/operations/${id}`)).status).toBe(404);
});
