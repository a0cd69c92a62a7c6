import { expect, test } from "vitest";
import { aCustomer, aMember, aPerson } from "../../support/given.ts";
import { mailTo } from "../../support/inbox.ts";

test("gives a first role and tells the person who did it", async () => {
  const { path, owner, id } = await aCustomer();
  const person = await aPerson();
  const { status, body } = await owner.put(`${path}/members/${person.id}/roles/employee`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ id: person.id, roles: [{ role: "employee", state: "active" }] });
  expect((await person.get(path)).status).toBe(200);
  const mail = await mailTo(person.email);
  expect(mail.body.text).toContain(`Customer ${id}`);
});

test("refuses a third owner", async () => {
  const customer = await aCustomer();
  await aMember(customer, ["owner"]);
  const third = await aPerson();
  const { status, body } = await customer.owner.put(
    `${customer.path}/members/${third.id}/roles/owner`,
  );
  expect([status, body.code]).toEqual([409, "owner_limit"]);
});
