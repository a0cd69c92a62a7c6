import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { anAdmin, aPerson, theAdmin } from "../../support/given.ts";
import { disableCustomer } from "../../support/invite.ts";

const customers = "/v1/platform/customers";

test("lists all customers by the beginning of their id, whoever has to do with them", async () => {
  const [admin, owner] = [await theAdmin(), await aPerson()];
  const prefix = newId("all");
  const ids = ["c", "a", "e", "b", "d"].map((name) => `${prefix}-${name}`);
  for (const id of ids) await owner.post("/v1/customers", { id, displayName: `Customer ${id}` });
  const page = async (more: string) => (await admin.get(`${customers}?q=${prefix}${more}`)).body;
  const idsOf = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);
  expect(idsOf(await page(""))).toEqual(ids.toSorted());
  const first = await page("&limit=2");
  const second = await page(`&limit=3&cursor=${first.nextCursor}`);
  expect([...idsOf(first), ...idsOf(second)]).toEqual(ids.toSorted());
  expect(second.nextCursor).toBeUndefined();
  await disableCustomer(`${prefix}-b`);
  expect(idsOf(await page("&status=disabled"))).toEqual([`${prefix}-b`]);
  expect((await page("-a")).items).toMatchObject([
    { id: `${prefix}-a`, displayName: `Customer ${prefix}-a`, createdBy: owner.id },
  ]);
});

test("names authors to those alone who may see people", async () => {
  const [operator, owner, id] = [await anAdmin(["replication-operator"]), await aPerson(), newId()];
  await owner.post("/v1/customers", { id, displayName: "A" });
  const { status, body } = await operator.get(`${customers}?q=${id}`);
  expect([status, body.items]).toMatchObject([200, [{ id, status: "active" }]]);
  expect(JSON.stringify(body)).not.toContain(owner.id);
  expect((await owner.get(customers)).status).toBe(403);
});
