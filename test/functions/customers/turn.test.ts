import { expect, test } from "vitest";
import { close } from "../../support/closing.ts";
import {
  aCustomer,
  aMember,
  anAdmin,
  anInvitation,
  aProject,
  aTenant,
  theAdmin,
} from "../../support/given.ts";
import { codeOf } from "../../support/race.ts";

const reason = { reason: "The contract has ended" };

test("a disabled customer can be read and left, and nothing else until it is enabled", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const member = await aMember(customer, ["employee"]);
  const { id, token, nobody } = await anInvitation(customer);
  const admin = await theAdmin();
  const disabled = await admin.post(`${path}/disable`, reason);
  expect([disabled.status, disabled.body.status]).toEqual([200, "disabled"]);
  for (const one of [owner, member])
    expect((await one.get(path)).body).toMatchObject({
      status: "disabled",
      disabledReason: reason.reason,
    });
  const at = `${path}/members/${member.id}`;
  for (const refused of [
    await owner.put(`${at}/roles/admin`),
    await owner.post(`${path}/projects`, { id: "website", displayName: "A" }),
    await owner.patch(path, { phone: "1" }, { "if-match": "*" }),
    await nobody.post("/v1/invitations/accept", { token }),
  ])
    expect(codeOf(refused)).toEqual([409, "customer_disabled"]);
  expect((await owner.put(`${at}/roles/admin`)).body.detail).toContain(reason.reason);
  const below = { id: `${customer.id}-x`, displayName: "Below", parentId: customer.id };
  expect((await owner.post("/v1/customers", below)).body.detail).toContain(reason.reason);
  expect((await member.delete(at)).status).toBe(200);
  expect((await owner.delete(`${path}/invitations/${id}`)).status).toBe(200);
  const enabled = await admin.post(`${path}/enable`, reason);
  expect([enabled.body.status, enabled.body.disabledReason]).toEqual(["active", undefined]);
  expect((await owner.put(`${at}/roles/admin`)).status).toBe(200);
});

test("a disabled customer can be closed: what stands in the way is deleted before", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const [plain, withTenant] = [await aProject(customer), await aProject(customer)];
  const tenant = await aTenant(withTenant, owner);
  const admin = await theAdmin();
  expect((await admin.post(`${path}/disable`, reason)).status).toBe(200);
  expect(codeOf(await close(owner, customer))).toEqual([409, "blocked"]);
  for (const { id, path: project } of [plain, withTenant])
    expect((await owner.post(`${project}/delete`, { confirm: id, ...reason })).status).toBe(202);
  expect((await admin.post(`${tenant.path}/confirm-deletion`)).status).toBe(200);
  expect((await close(owner, customer)).status).toBe(200);
});

test("each turn is one event with its reason, and turning twice none", async () => {
  const { owner, path, id } = await aCustomer();
  const admin = await theAdmin();
  for (const verb of ["disable", "disable", "enable", "enable"])
    expect((await admin.post(`${path}/${verb}`, reason)).status).toBe(200);
  const { items } = (await owner.get(`${path}/events?subject=${id}`)).body;
  expect(items.slice(0, 2)).toMatchObject([
    { type: "customer.enabled", actor: { id: admin.id }, ...reason },
    { type: "customer.disabled", actor: { id: admin.id }, ...reason },
  ]);
  expect(items[2].type).toBe("customer.created");
});

test("only who may disable customers finds one that is not theirs", async () => {
  const { path } = await aCustomer();
  const operator = await anAdmin(["organization-user"]);
  expect(codeOf(await operator.post(`${path}/disable`, reason))).toEqual([404, "not_found"]);
  const admin = await theAdmin();
  expect((await admin.post("/v1/customers/no-such-one/disable", reason)).status).toBe(404);
  expect((await admin.post(`${path}/disable`, {})).status).toBe(400);
});
