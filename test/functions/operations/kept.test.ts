import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomer, aMember, aProject } from "../../support/given.ts";
import { until } from "../../support/inbox.ts";
import { tableOf } from "../../support/table.ts";

const day = 86_400_000;

test("an operation and its receipt are kept for 90 days after its end", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const person = await aMember(customer, ["employee"]);
  await customer.owner.put(`${project.path}/members/${person.id}/roles/user`);
  const { body } = await person.delete(`${customer.path}/members/${person.id}`);
  const { operation } = body;
  const done = await until(async () => {
    const item = await tableOf().get(keys.operation({ operation }));
    return item?.state === "done" && item;
  }, "the cascade");
  const receipt = await tableOf().get(keys.receipt({ operation, page: "00000000" }));
  expect(receipt?.items).toHaveLength(1);
  for (const item of [done, receipt]) {
    const kept = Number(item?.ttl) * 1000 - Date.parse(String(done.doneAt));
    expect(kept / day).toBeCloseTo(90, 2);
  }
});
