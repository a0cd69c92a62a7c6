import { beforeAll, expect, inject, test } from "vitest";
import { aCustomer } from "../../support/given.ts";
import { tableOf } from "../../support/table.ts";
import { aThing, aThingGroup, someKind, someThings } from "../../support/things.ts";

let removal: typeof import("../../../shared/table/thing-removal.ts");
beforeAll(async () => {
  Object.assign(process.env, {
    ...{ TABLE_NAME: "usher", AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "x" },
    ...{ AWS_SECRET_ACCESS_KEY: "x", AWS_ENDPOINT_URL_DYNAMODB: inject("dynamodb") },
  });
  removal = await import("../../../shared/table/thing-removal.ts");
});

const soon = () => new Date(Date.now() + 8_000);

test("takes all things of an owner and a kind away, some at a time, and counts them no more", async () => {
  const things = someKind("removal");
  const customer = await aCustomer();
  const group = await aThingGroup(customer, things);
  const names = Array.from({ length: 250 }, (_, i) => `Thing ${i}`);
  const ids = await someThings(customer, things, names, { groups: [group.id] });
  const other = await aThing(customer, things === "assets" ? "devices" : "assets");
  const owned = { owner: customer.id, things };
  const limit = 100;
  const some = () => removal.removeSome(owned, { limit, deadline: soon() });
  expect(await some()).toEqual({ removed: 100, found: 100 });
  const { body } = await customer.owner.get(`${customer.path}/things`);
  expect(body[things].count).toBe(150);
  // Two at once take nothing twice.
  const both = await Promise.all([some(), some()]);
  expect(both.map(({ removed }) => removed).reduce((sum, n) => sum + n)).toBe(100);
  expect(await some()).toMatchObject({ removed: 50 });
  expect(await some()).toEqual({ removed: 0, found: 0 });
  const left = await Promise.all(ids.map((id) => tableOf().partition(`T#${id}`)));
  expect(left.flat()).toEqual([]);
  expect((await customer.owner.get(other.path)).status).toBe(200);
});
