import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newAddress } from "../../support/api.ts";
import { aCustomer, anInvitation, aPerson } from "../../support/given.ts";
import { tableOf } from "../../support/table.ts";

test("is not accepted by whoever sent it, to an address that became theirs", async () => {
  const customer = await aCustomer();
  const admin = await aPerson();
  const at = `${customer.path}/members/${admin.id}`;
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  await customer.owner.put(`${at}/roles/admin`, { expiresAt });
  const email = newAddress("second");
  const offer = { email, roles: ["admin"] };
  const { token, nobody } = await anInvitation({ ...customer, owner: admin }, offer);
  await tableOf().put({ ...keys.address({ email }), kind: "address", userId: admin.id });
  const refused = await nobody.post("/v1/invitations/accept", { token });
  expect([refused.status, refused.body.code]).toEqual([409, "invitation_blocked"]);
  expect((await customer.owner.get(at)).body.roles).toMatchObject([{ role: "admin", expiresAt }]);
});
