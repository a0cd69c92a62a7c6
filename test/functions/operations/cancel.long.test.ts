import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { close } from "../../support/closing.ts";
import { aCustomer, aMember, aPlatformMachine, theAdmin } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { until } from "../../support/inbox.ts";
import {
  aCrowd,
  aFailedOperation,
  aStoredOperation,
  ended,
  resultsOf,
} from "../../support/operations.ts";
import { tableOf } from "../../support/table.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterEach(() => host.suffer());
afterAll(() => host.end());

async function aLargeCustomer(count: number) {
  const customer = await aCustomer(host);
  const member = await aMember(customer, ["employee"], host);
  return { ...customer, member, ids: await aCrowd(customer, member, count, host) };
}

test("ends after the page under way, says what was done and does nothing more", async () => {
  const { owner, path, ids } = await aLargeCustomer(300);
  const { id } = (await owner.post(`${path}/people/renew`)).body;
  await until(
    async () => (await owner.get(`/v1/operations/${id}`)).body.progress.done > 0,
    "a page",
  );
  const answers = await Promise.all([1, 2, 3].map(() => owner.post(`/v1/operations/${id}/cancel`)));
  for (const { status, body } of answers)
    expect([status, body.cancelledBy]).toEqual([202, owner.id]);
  const end = await ended(owner, id);
  expect(end).toMatchObject({ state: "cancelled", finishedAt: expect.any(String) });
  expect(end.results.done).toBeGreaterThanOrEqual(100);
  expect(end.results.done).toBeLessThan(ids.length);
  expect(await resultsOf(owner, id)).toHaveLength(end.results.done);
  host.move(150_000);
  await host.tick("Sweep");
  const again = await owner.post(`/v1/operations/${id}/cancel`);
  expect([again.status, again.body.state]).toEqual([202, "cancelled"]);
  expect((await owner.get(`/v1/operations/${id}`)).body).toEqual(end);
  const log = await owner.get(`${path}/events?type=customer.operation.cancelled`);
  expect(log.body.items).toMatchObject([{ subject: id, actor: { id: owner.id } }]);
  const retry = await owner.post(`/v1/operations/${id}/retry`);
  expect([retry.status, retry.body.code]).toEqual([409, "nothing_to_retry"]);
});

test("refuses what cannot be cancelled honestly, and what is over", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const member = await aMember(customer, ["employee"], host);
  const removed = await owner.delete(`${path}/members/${member.id}`, { "if-match": "*" });
  const first = await owner.post(`/v1/operations/${removed.body.operation}/cancel`);
  expect([first.status, first.body.code]).toEqual([409, "not_cancellable"]);
  const { id } = (await owner.post(`${path}/people/renew`)).body;
  await ended(owner, id);
  const second = await owner.post(`/v1/operations/${id}/cancel`);
  expect([second.status, second.body.code]).toEqual([409, "operation_finished"]);
});

test("takes the right that starting it takes, whoever started it", async () => {
  const customer = await aCustomer(host);
  const admin = await aMember(customer, ["admin"], host);
  const { id } = (await admin.post(`${customer.path}/people/renew`)).body;
  await ended(admin, id);
  const at = `${customer.path}/members/${admin.id}`;
  await customer.owner.put(`${at}/roles/employee`);
  await customer.owner.delete(`${at}/roles/admin`);
  expect((await admin.get(`/v1/operations/${id}`)).status).toBe(200);
  for (const verb of ["cancel", "retry"]) {
    const { status, body } = await admin.post(`/v1/operations/${id}/${verb}`);
    expect([status, body.code]).toEqual([403, "forbidden"]);
  }
});

test("is kept for people where starting it is, as closing a customer", async () => {
  const customer = await aCustomer(host);
  const { key } = await aPlatformMachine(["platform.customers.delete"], host);
  const closing = await aStoredOperation(customer, { kind: "closing", state: "failed" }, host);
  const many = await aStoredOperation(customer, { kind: "closings", state: "failed" }, host);
  const other = await aStoredOperation(customer, { kind: "message-sent" }, host);
  expect((await key.caller.get(`/v1/operations/${closing.id}`)).status).toBe(200);
  for (const verb of ["cancel", "retry"]) {
    for (const { id } of [closing, many]) {
      const { status, body } = await key.caller.post(`/v1/operations/${id}/${verb}`);
      expect([status, body.detail]).toEqual([
        403,
        expect.stringContaining("Only a signed-in person"),
      ]);
    }
    expect((await key.caller.post(`/v1/operations/${other.id}/${verb}`)).status).toBe(404);
  }
  expect((await (await theAdmin(host)).post(`/v1/operations/${closing.id}/retry`)).status).toBe(
    202,
  );
});

test("lists one that nobody has begun, and ends it at once: it never begins", async () => {
  const lost = await startHost({ streamFaults: { seed: 1, lost: true }, schedulesByHand: true });
  try {
    const customer = await aCustomer(lost);
    const { owner, path } = customer;
    const { id } = (await owner.post(`${path}/people/renew`)).body;
    expect((await owner.get(`/v1/operations/${id}`)).body.state).toBe("queued");
    const listed = async (at = "/v1") => {
      const { body } = await owner.get(`${at}/operations`);
      return body.items.map((one: { id: string; state: string }) => [one.id, one.state]);
    };
    expect([await listed(), await listed(path)]).toEqual([[[id, "queued"]], [[id, "queued"]]]);
    const { status, body } = await owner.post(`/v1/operations/${id}/cancel`);
    expect([status, body.state]).toEqual([202, "cancelled"]);
    lost.move(125_000);
    await lost.tick("Sweep");
    const { results, state } = (await owner.get(`/v1/operations/${id}`)).body;
    expect([state, results.done]).toEqual(["cancelled", 0]);
    const closing = (await close(owner, customer)).body.id;
    expect(await listed()).toEqual([
      [closing, "queued"],
      [id, "cancelled"],
    ]);
    const first = await owner.get("/v1/operations?limit=1");
    const second = await owner.get(`/v1/operations?limit=1&cursor=${first.body.nextCursor}`);
    expect(second.body.items.map((one: { id: string }) => one.id)).toEqual([id]);
    lost.move(125_000);
    await lost.tick("Sweep");
    await ended(owner, closing);
    // What began it stays for a last look, and is listed no more.
    expect(await listed()).toEqual([
      [closing, "done"],
      [id, "cancelled"],
    ]);
  } finally {
    await lost.end();
  }
});

test("of many retries at once each thing is tried once", async () => {
  const customer = await aLargeCustomer(30);
  const { owner, ids } = customer;
  const { id } = await aFailedOperation(customer, ids, host);
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => owner.post(`/v1/operations/${id}/retry`)),
  );
  for (const { status } of answers) expect([202, 409]).toContain(status);
  expect(answers.some(({ status }) => status === 202)).toBe(true);
  expect(await ended(owner, id)).toMatchObject({ results: { done: 30, failed: 0 } });
  expect((await resultsOf(owner, id)).map(({ id }) => id).sort()).toEqual(ids);
  const { pk } = keys.operation({ operation: id });
  const items = await tableOf(host).partition(pk);
  expect(items.filter(({ kind }) => kind === "failed receipt")).toEqual([]);
});
