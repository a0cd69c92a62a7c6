import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { audit } from "../../support/audit.ts";
import { allLookedLast, close, closeMany, leftOf } from "../../support/closing.ts";
import { aCustomer, aCustomerOf, type Person, theAdmin } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { ended, resultsOf } from "../../support/operations.ts";
import { tableOf } from "../../support/table.ts";
import { aThing, someThings } from "../../support/things.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.end());

/** A customer with some devices, of which one cannot be read. */
async function withPoison(owner?: Person) {
  const customer = owner ? await aCustomerOf(owner) : await aCustomer(host);
  const names = Array.from({ length: 120 }, (_, i) => `Device ${i}`);
  const devices = await someThings(customer, "devices", names);
  const poison = devices[60] as string;
  const key = keys.thing({ thing: poison });
  const record = await tableOf(host).get(key);
  await tableOf(host).change(key, { version: "broken" });
  const cure = () => tableOf(host).put({ ...record, ...key });
  return { ...customer, devices, poison, cure };
}

test("a closing leaves out what cannot be removed, says so, and takes it when it is tried again", async () => {
  const customer = await withPoison();
  const { owner, path, id, devices, poison, cure } = customer;
  const asset = await aThing(customer, "assets");
  const { body } = await close(owner, customer);
  expect(await ended(owner, body.id)).toMatchObject({ state: "done", results: { failed: 1 } });
  expect(await resultsOf(owner, body.id, "failed")).toEqual([
    {
      ...{ part: "devices", id: poison, customer: id, state: "failed", code: "internal" },
      message: expect.stringContaining(body.id),
    },
  ]);
  const gone = (await resultsOf(owner, body.id, "done")).map((one) => one.id);
  expect(gone).toEqual(expect.arrayContaining([asset.id, ...devices.filter((d) => d !== poison)]));
  expect((await (await theAdmin(host)).get(path)).body.status).toBe("deleted");
  await allLookedLast(host);

  const operation = `/v1/operations/${body.id}`;
  await owner.post(`${operation}/retry`);
  expect(await ended(owner, body.id)).toMatchObject({ results: { failed: 1 } });
  await cure();
  expect((await owner.post(`${operation}/retry`)).status).toBe(202);
  expect(await ended(owner, body.id)).toMatchObject({ state: "done", results: { failed: 0 } });
  const taken = await resultsOf(owner, body.id, "done");
  expect(taken.filter((one) => one.id === poison)).toHaveLength(1);
  expect(await leftOf(host, id)).toEqual([]);
  await audit(host);
}, 90_000);

test("of many closings the one that cannot be finished is named, and finished when they are tried again", async () => {
  const poisoned = await withPoison();
  const { owner } = poisoned;
  const others = [await aCustomerOf(owner), await aCustomerOf(owner)];
  const ids = [poisoned, ...others].map(({ id }) => id);
  const { body } = await closeMany(owner, ids);
  expect(await ended(owner, body.id)).toMatchObject({ results: { done: 2, failed: 1 } });
  const [failed] = await resultsOf(owner, body.id, "failed");
  expect(failed).toMatchObject({
    ...{ id: poisoned.id, code: "internal", link: expect.stringMatching(/^\/v1\/operations\//) },
    message: expect.stringMatching(/^\S+ is closed, but 1 thing of it could not be removed/),
  });
  const { items } = (await owner.get(`${failed?.link}/results?state=failed`)).body;
  expect(items).toMatchObject([{ part: "devices", id: poisoned.poison }]);
  await allLookedLast(host);
  await poisoned.cure();
  expect((await owner.post(`/v1/operations/${body.id}/retry`)).status).toBe(202);
  expect(await ended(owner, body.id)).toMatchObject({ results: { done: 3, failed: 0 } });
  for (const id of ids) expect(await leftOf(host, id)).toEqual([]);
  await audit(host);
}, 90_000);
