import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomer, aMember, aProject } from "../../support/given.ts";
import { disableCustomer } from "../../support/invite.ts";
import { tableOf } from "../../support/table.ts";

/** A member with a role on a project, and one without. */
async function onProject() {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const [held, other] = [
    await aMember(customer, ["employee"]),
    await aMember(customer, ["employee"]),
  ];
  const roleOf = ({ id }: { id: string }) => `${project.path}/members/${id}/roles/reader`;
  await customer.owner.put(roleOf(held));
  return { ...customer, project, held, other, roleOf };
}

test("gives no project roles at a disabled customer, and takes them as before", async () => {
  const { id, owner, project, held, other, roleOf } = await onProject();
  await disableCustomer(id);
  const refused = await owner.put(roleOf(other));
  expect([refused.status, refused.body.code]).toEqual([409, "customer_disabled"]);
  expect((await owner.get(`${project.path}/members`)).body.items).toMatchObject([{ id: held.id }]);
  expect((await owner.delete(roleOf(held))).status).toBe(204);
});

test("ends all project access with the closing of the customer, whoever got some meanwhile", async () => {
  const { id, owner, project, held, other, roleOf } = await onProject();
  await tableOf().change(keys.customer({ customer: id }), { status: "deleting" });
  expect((await owner.put(roleOf(other))).status).toBe(404);
  expect((await held.get(project.path)).status).toBe(404);
});
