import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { seeded } from "../../../infra/local/random.ts";
import { giveProjects, heldOn, receiptOf, removeMember } from "../../support/cascades.ts";
import { aCustomer, aMember } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { killing } from "../../support/killing.ts";
import { aCrowd, endedWhole, resultsOf } from "../../support/operations.ts";
import { seed } from "../../support/seed.ts";

const kills = 20;

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterEach(() => host.suffer());
afterAll(() => host.end());

test(`a long cascade that is killed ${kills} times takes everything once (TEST_SEED=${seed})`, async () => {
  const customer = await aCustomer(host);
  const member = await aMember(customer, ["employee"], host);
  const ids = await giveProjects(host, customer, member, 600);
  const killed = killing(host, seeded(seed), { kills, share: 0.04 });
  const operation = await removeMember(customer, member);
  const end = await endedWhole(customer.owner, operation, 110_000);
  expect(end).toMatchObject({ state: "done", removed: ids.length, results: { failed: 0 } });
  expect(await heldOn(host, customer, member.id)).toEqual([]);
  expect(await receiptOf(host, operation)).toEqual(ids);
  expect(killed()).toBe(kills);
}, 120_000);

test(`a renewed search that is killed ${kills} times sees to everybody once (TEST_SEED=${seed})`, async () => {
  const customer = await aCustomer(host);
  const member = await aMember(customer, ["employee"], host);
  const ids = await aCrowd(customer, member, 200, host);
  const everybody = [...ids, member.id, customer.owner.id].sort();
  const killed = killing(host, seeded(seed + 1), { kills, share: 0.05 });
  const { body } = await customer.owner.post(`${customer.path}/people/renew`);
  const end = await endedWhole(customer.owner, body.id, 110_000);
  expect(end).toMatchObject({ state: "done", results: { done: everybody.length, failed: 0 } });
  expect((await resultsOf(customer.owner, body.id)).map(({ id }) => id).toSorted()).toEqual(
    everybody,
  );
  expect(killed()).toBe(kills);
}, 120_000);
