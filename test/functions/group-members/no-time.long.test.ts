import { afterAll, beforeAll, expect, test } from "vitest";
import { aCustomer, aGroup, aPerson, inTurn } from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { slowly } from "../../support/slowly.ts";

let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

test("of many who come into a group each has its answer, though there is not the time for all of them", async () => {
  const customer = await aCustomer(host);
  const group = await aGroup(customer);
  const people = await inTurn(Array.from({ length: 50 }), () => aPerson(undefined, host));
  const change = () =>
    customer.owner.post(`${group.path}/members`, { add: people.map(({ id }) => id) });
  const { status, body } = await slowly(host, change, 2);
  const of = (wanted: string) =>
    body.results.filter(
      (one: { status: string; code?: string }) => (one.code ?? one.status) === wanted,
    ).length;
  expect([status, of("added") > 0, of("unavailable") > 0]).toEqual([200, true, true]);
  expect(of("added") + of("unavailable")).toBe(50);
});
