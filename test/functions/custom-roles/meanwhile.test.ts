import { afterAll, beforeAll, expect, test } from "vitest";
import { aCustomer, aKey, aMember, anApiUser } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { requestDuring } from "../../support/race.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.end());

test("an API user widens no role that the person behind its key is given meanwhile", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const role = `${path}/roles/auditor`;
  await owner.post(`${path}/roles`, { id: "auditor", name: "Auditor", permissions: [] });
  const admin = await aMember(customer, ["admin"], host);
  const permissions = ["customer.view", "customer.edit", "customer.roles.manage"];
  const { caller } = await aKey(await anApiUser(customer, permissions), admin, {}, host);
  const widened = await requestDuring(
    host,
    () => caller.patch(role, { permissions: ["customer.edit"] }, { "if-match": "*" }),
    () => owner.put(`${path}/members/${admin.id}/roles/auditor`),
  );
  expect([widened.status, widened.body.code]).toEqual([403, "forbidden"]);
  expect((await owner.get(role)).body.permissions).toEqual(["customer.view"]);
});
