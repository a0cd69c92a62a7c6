import { expect, test } from "vitest";
import { aCustomerBelow } from "../../support/below.ts";
import { close } from "../../support/closing.ts";
import { aCustomer, aMember, aProject, theAdmin } from "../../support/given.ts";
import { instant } from "../../support/looking-back.ts";
import { ended } from "../../support/operations.ts";

test("a customer that is closed by now was open before, and what somebody held there counted", async () => {
  const top = await aCustomer();
  const { owner } = top;
  const child = await aCustomerBelow(top, owner);
  const member = await aMember(top, ["employee"]);
  const project = await aProject({ ...child, owner });
  const admin = await theAdmin();
  const before = await instant();
  await admin.post(`${top.path}/disable`, { reason: "Unpaid" });
  const blocked = await close(owner, top, { recursive: true });
  expect(await ended(owner, blocked.body.id)).toMatchObject({ results: { failed: 1 } });
  await admin.post(`${top.path}/enable`, { reason: "Paid" });
  const afterwards = await instant();
  await owner.post(`${project.path}/delete`, { confirm: project.id, reason: "Replaced" });
  const { body } = await close(owner, top, { recursive: true });
  expect(await ended(owner, body.id)).toMatchObject({ results: { failed: 0 } });
  const closed = await instant();
  const may = async (customer: string, asOf?: string) => {
    const ask = { principal: member.id, permission: "customer.view", customer };
    return (await admin.post("/v1/access/explain", { ...ask, ...(asOf && { asOf }) })).body.allowed;
  };
  for (const { id } of [top, child]) {
    const answers = [await may(id, before), await may(id, afterwards), await may(id, closed)];
    expect([...answers, await may(id)]).toEqual([true, true, false, false]);
  }
});
