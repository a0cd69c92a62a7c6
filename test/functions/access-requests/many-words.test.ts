import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aWatchedCustomer, rolesOf } from "../../support/access-requests.ts";
import { anAdminGroup, aPerson, inTurn } from "../../support/given.ts";
import { tableOf } from "../../support/table.ts";

test("however many of those who help have agreed, the last word is counted", async () => {
  const customer = await aWatchedCustomer();
  const { id, ask, decide, second } = customer;
  const helpers = await inTurn(Array.from({ length: 60 }), () => aPerson());
  await anAdminGroup(["ops-support"], helpers);
  const { person, request } = await ask();
  const key = keys["access request"]({ customer: id, request });
  const { approvals } = (await tableOf().get(key)) as { approvals: object[] };
  const given = helpers.map(({ id: by }) => ({ by, at: new Date().toISOString() }));
  await tableOf().change(key, { approvals: [...approvals, ...given] });
  const agreed = await decide(second, request, "approve");
  expect([agreed.status, agreed.body.state]).toEqual([200, "approved"]);
  expect(await rolesOf(customer, person)).toEqual(["employee"]);
});
