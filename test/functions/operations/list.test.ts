import { expect, test } from "vitest";
import { aCustomer, aMember, aPerson } from "../../support/given.ts";
import { aFailedOperation, aStoredOperation, resultsOf } from "../../support/operations.ts";

const idsIn = ({ body }: { body: { items: { id: string }[] } }) => body.items.map(({ id }) => id);

test("lists what the caller started, newest first and page by page, and nobody else's", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const made = [];
  for (let i = 0; i < 5; i++) made.push((await aStoredOperation(customer, { state: "done" })).id);
  const newest = made.sort().reverse();
  expect(idsIn(await owner.get("/v1/operations"))).toEqual(newest);
  const first = await owner.get("/v1/operations?limit=3");
  const second = await owner.get(`/v1/operations?limit=3&cursor=${first.body.nextCursor}`);
  expect([...idsIn(first), ...idsIn(second)]).toEqual(newest);
  expect(second.body.nextCursor).toBeUndefined();
  expect(idsIn(await (await aPerson()).get("/v1/operations"))).toEqual([]);
});

test("lists at a customer the kinds that the caller could have started", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin"]);
  const employee = await aMember(customer, ["employee"]);
  const other = await aCustomer();
  await aStoredOperation(other, { state: "done" });
  const mine = await aStoredOperation(customer, { state: "done" });
  const deletion = await aStoredOperation(customer, { state: "done", kind: "user-deleted" });
  const path = `${customer.path}/operations`;
  expect(idsIn(await admin.get(path))).toContain(mine.id);
  expect(idsIn(await admin.get(path))).not.toContain(deletion.id);
  expect(idsIn(await customer.owner.get(path))).toContain(deletion.id);
  expect((await employee.get(path)).status).toBe(403);
  expect((await other.owner.get(path)).status).toBe(404);
});

test("pages through results one by one, what failed first", async () => {
  const customer = await aCustomer();
  const ids = ["usr_1", "usr_2", "usr_3", "usr_4", "usr_5"];
  const { id } = await aFailedOperation(customer, ids);
  const seen: string[] = [];
  for (let cursor = ""; ; ) {
    const path = `/v1/operations/${id}/results?limit=2${cursor && `&cursor=${cursor}`}`;
    const { body } = await customer.owner.get(path);
    seen.push(...body.items.map((one: { id: string }) => one.id));
    if (!body.nextCursor) break;
    cursor = body.nextCursor;
  }
  expect(seen).toEqual(ids);
  expect(await resultsOf(customer.owner, id, "done")).toEqual([]);
  const foreign = await (await aPerson()).get(`/v1/operations/${id}/results`);
  expect(foreign.status).toBe(404);
});
