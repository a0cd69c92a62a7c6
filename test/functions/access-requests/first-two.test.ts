import { expect, test } from "vitest";
import { customerRoles } from "../../../shared/access/roles.ts";
import { newAddress } from "../../support/api.ts";
import { aCustomer, aMachine, anAdmin, askFor } from "../../support/given.ts";
import { mailTo } from "../../support/inbox.ts";
import { planFor } from "../../support/invite.ts";

/** A customer that one person may decide for, and who helps from the platform, to become the second owner. */
async function aLoneOwner() {
  const [customer, handler] = [await aCustomer(), await anAdmin(["organization-admin"])];
  const { owner, path } = customer;
  const approve = (by: typeof owner, request: string) =>
    by.post(`${path}/access-requests/${request}/approve`);
  const join = () => owner.put(`${path}/members/${handler.id}/roles/owner`);
  return { ...customer, handler, approve, join };
}

test("the word that is the first to count two changes how many must agree", async () => {
  const customer = await aLoneOwner();
  const { owner, path, handler, approve, join } = customer;
  await askFor(customer, 2);
  const fewer = { settings: { minApprovals: 1 } };
  const asked = await handler.patch(path, fewer, { "if-match": "*" });
  expect([asked.status, asked.body.approvals.length]).toEqual([202, 1]);
  expect((await join()).status).toBe(200);
  const agreed = await approve(owner, asked.body.id);
  expect([agreed.status, agreed.body.state]).toEqual([200, "approved"]);
  expect((await owner.get(path)).body.settings.minApprovals).toBe(1);
});

test("it sends an invitation, and nobody decides alone from then on", async () => {
  const customer = await aLoneOwner();
  const { owner, path, handler, approve, join } = customer;
  const { key } = await aMachine(customer, [
    ...customerRoles.employee.permissions,
    "customer.members.view",
    "customer.members.grant",
  ]);
  await askFor(customer, 2);
  const [email, other] = [newAddress("waits"), newAddress("waits-too")];
  const asked = await key.caller.post(`${path}/invitations`, planFor(email));
  expect([asked.status, asked.body.approvals]).toEqual([202, []]);
  expect((await approve(handler, asked.body.id)).body.state).toBe("pending");
  expect((await join()).status).toBe(200);
  const agreed = await approve(owner, asked.body.id);
  expect([agreed.status, agreed.body.state]).toEqual([200, "approved"]);
  await mailTo(email);
  await owner.delete(`${path}/members/${handler.id}`, { "if-match": "*" });
  expect((await owner.post(`${path}/invitations`, planFor(other))).status).toBe(202);
});
