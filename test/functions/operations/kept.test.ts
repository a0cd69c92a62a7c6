import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomer, aMember, aProject, theAdmin } from "../../support/given.ts";
import { until } from "../../support/inbox.ts";
import { tableOf } from "../../support/table.ts";

const day = 86_400_000;
const years = (count: number) => count * 365;

/** Days from a moment until an item goes. */
const daysKept = (item: Record<string, unknown> | undefined, from: unknown) =>
  (Number(item?.ttl) * 1000 - Date.parse(String(from))) / day;

test("an operation and its receipt are kept as long as the log that names them", async () => {
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
  for (const item of [done, receipt]) expect(daysKept(item, done.doneAt)).toBeCloseTo(years(5), 2);
  const removal = (await customer.owner.get(`${customer.path}/events?type=customer.member.removed`))
    .body.items[0];
  const event = await tableOf().get(keys.event({ customer: customer.id, event: removal.id }));
  expect(daysKept(event, removal.at)).toBeCloseTo(years(5), 2);
});

test("of a message nothing is kept longer than its letters", async () => {
  const { id, path } = await aCustomer();
  const { body } = await (await theAdmin()).post(`${path}/messages`, { text: "Good morning." });
  const operation = body.id;
  const done = await until(async () => {
    const item = await tableOf().get(keys.operation({ operation }));
    return item?.state === "done" && item;
  }, `the message to ${id}`);
  const receipt = await tableOf().get(keys.receipt({ operation, page: "00000000" }));
  for (const item of [done, receipt]) expect(daysKept(item, done.doneAt)).toBeCloseTo(90, 2);
});
