import { expect, onTestFinished, test } from "vitest";
import { newAddress, nobody } from "../../support/api.ts";
import { aCustomer, anInvitation, aPerson } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";

test("is not accepted by whoever sent it, to an address that became theirs", async () => {
  const host = await startHost();
  onTestFinished(host.end);
  const customer = await aCustomer(host);
  const admin = await aPerson(undefined, host);
  const at = `${customer.path}/members/${admin.id}`;
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  await customer.owner.put(`${at}/roles/admin`, { expiresAt });
  const email = newAddress("second");
  const offer = { email, roles: ["admin"] };
  const { id, token } = await anInvitation({ ...customer, owner: admin }, offer, host);
  const claims = { email, iat: Math.floor(Date.now() / 1000) + 2 };
  const authorization = `Bearer ${await host.token(admin.email, { claims })}`;
  const moved = (method: string, path: string) =>
    nobody(host).call(method, path, { headers: { authorization } });
  expect((await moved("GET", "/v1/me")).body).toMatchObject({ id: admin.id, email });
  for (const refused of [
    await nobody(host).post("/v1/invitations/accept", { token }),
    await moved("POST", `/v1/me/invitations/${id}/accept`),
  ])
    expect([refused.status, refused.body.code]).toEqual([409, "invitation_blocked"]);
  expect((await customer.owner.get(at)).body.roles).toMatchObject([{ role: "admin", expiresAt }]);
});
