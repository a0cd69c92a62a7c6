import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newId } from "../../support/api.ts";
import { aCustomer, aMember } from "../../support/given.ts";
import { until } from "../../support/inbox.ts";
import { ended, resultsOf } from "../../support/operations.ts";
import { tableOf } from "../../support/table.ts";

const renew = async ({ owner, path }: Awaited<ReturnType<typeof aCustomer>>) => {
  const { status, body } = await owner.post(`${path}/people/renew`);
  expect(status).toBe(202);
  return body;
};

test("has members found whom the search has forgotten", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const name = newId("z").replace(/[^a-z]/g, "z");
  const member = await aMember(customer, ["employee"]);
  await member.patch("/v1/me", { firstName: name }, { "if-match": "*" });
  const isFound = async () =>
    (await owner.get(`${path}/people?q=${name}`)).body.people.some(
      ({ id }: { id: string }) => id === member.id,
    );
  await until(isFound, "the new name");
  const { pk } = keys.user({ user: member.id });
  await until(
    async () => (await tableOf().partition(pk)).every(({ copies }) => copies !== "stale"),
    "rest",
  );
  for (const { sk } of await tableOf().partition(pk))
    if (`${sk}`.startsWith("S#")) await tableOf().remove({ pk, sk: `${sk}` });
  expect(await isFound()).toBe(false);
  const { id } = await renew(customer);
  expect(await ended(owner, id)).toMatchObject({
    kind: "search-renewed",
    state: "done",
    customer: customer.id,
    subject: customer.id,
    progress: { done: 2, perSecond: expect.any(Number) },
    results: { done: 2, failed: 0 },
    startedBy: owner.id,
    finishedAt: expect.any(String),
  });
  expect(await isFound()).toBe(true);
  const seen = (await resultsOf(owner, id)).map(({ id, state }) => ({ id, state }));
  const both = [owner.id, member.id].sort();
  expect(seen).toEqual(both.map((id) => ({ id, state: "done" })));
});

test("is done again as often as twenty times a day", async () => {
  const customer = await aCustomer();
  for (let i = 0; i < 20; i++) await renew(customer);
  const { status, body } = await customer.owner.post(`${customer.path}/people/renew`);
  expect([status, body.code]).toEqual([429, "rate_limited"]);
});
