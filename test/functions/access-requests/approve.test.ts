import { expect, test } from "vitest";
import { aCustomer, aMember, aPerson, askFor } from "../../support/given.ts";
import { mailTo } from "../../support/inbox.ts";

test("a role waits for a second person, and is given with their word", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const second = await aMember(customer, ["admin"]);
  await askFor(customer, 2);
  const person = await aPerson();
  const role = `${path}/members/${person.id}/roles/employee`;
  const asked = await owner.put(role);
  expect(asked.status).toBe(202);
  expect(asked.body).toMatchObject({
    kind: "member-roles",
    principal: person.id,
    state: "pending",
    needed: 2,
    approvals: [{ by: owner.id }],
    requester: { id: owner.id },
  });
  expect((await person.get(path)).status).toBe(404);
  const mail = await mailTo(second.email, undefined, { about: /asks for your approval/ });
  expect(mail.body.text).toContain(`Customer ${id}`);
  const { status, body } = await second.post(`${path}/access-requests/${asked.body.id}/approve`);
  expect([status, body.state]).toEqual([200, "approved"]);
  expect((await person.get(path)).status).toBe(200);
});
