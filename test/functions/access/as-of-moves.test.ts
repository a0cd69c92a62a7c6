import { expect, test } from "vitest";
import { aCustomerBelow } from "../../support/below.ts";
import { aCustomerOf, aMember } from "../../support/given.ts";
import { instant } from "../../support/looking-back.ts";
import { aTree, moveTo } from "../../support/moves.ts";

test("who held a role above then could do then what it gives, wherever the customer stands now", async () => {
  const { top, mid, low, owner } = await aTree();
  const other = await aCustomerOf(owner);
  const lowest = await aCustomerBelow(low, owner);
  const [left, joined] = [await aMember(top, ["employee"]), await aMember(other, ["employee"])];
  const before = await instant();
  await moveTo(mid, other.id, owner);
  const between = await instant();
  await moveTo(low, top.id, owner);
  const after = await instant();
  const may = async (principal: string, asOf?: string) => {
    const ask = { principal, permission: "customer.view", customer: lowest.id };
    const { body } = await owner.post("/v1/access/explain", { ...ask, ...(asOf && { asOf }) });
    return body.allowed;
  };
  const answers = async (principal: string) => [
    await may(principal, before),
    await may(principal, between),
    await may(principal, after),
    await may(principal),
  ];
  expect(await answers(left.id)).toEqual([true, false, true, true]);
  expect(await answers(joined.id)).toEqual([false, true, false, false]);
});
