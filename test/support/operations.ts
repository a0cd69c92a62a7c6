import { newId } from "../../shared/model/id.ts";
import { queuedOperation, type StoredOperation } from "../../shared/model/operation.ts";
import type { OperationResult } from "../../shared/model/operation-result.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import * as operations from "../../shared/table/operations.ts";
import * as receipts from "../../shared/table/receipts.ts";
import { indexed, keys } from "../../shared/table/schema.ts";
import type { Caller } from "./api.ts";
import type { aCustomer } from "./given.ts";
import { until } from "./inbox.ts";
import { tableOf } from "./table.ts";

type Customer = Pick<Awaited<ReturnType<typeof aCustomer>>, "id" | "owner">;
type At = Parameters<typeof tableOf>[0];

/** An operation of a customer's owner that lies in the table and that nobody works on. */
export async function aStoredOperation(
  { id: customer, owner }: Customer,
  how: Partial<StoredOperation> = {},
  at?: At,
): Promise<StoredOperation> {
  const now = new Date();
  const event = {
    id: newId("event", now),
    at: now.toISOString(),
    requestId: "test",
    actor: { type: "user" as const, id: owner.id },
    customerId: customer,
  };
  const task = taskOf(event, "search-renewed", customer);
  const operation = { ...queuedOperation(task), state: "running" as const, ...how };
  const { item } = operations.begin(operation);
  await tableOf(at).put(item as Parameters<ReturnType<typeof tableOf>["put"]>[0]);
  return operation;
}

/** One that is done but for things that failed. */
export async function aFailedOperation(customer: Customer, ids = [customer.owner.id], at?: At) {
  const finishedAt = new Date().toISOString();
  const operation = await aStoredOperation(
    customer,
    { state: "done", receipts: 1, failed: ids.length, doneAt: finishedAt, finishedAt },
    at,
  );
  const reason = { code: "internal", message: "An error that nobody foresaw." };
  const items = ids.map((id) => ({ id, ...reason }));
  const { item } = receipts.fail(operation, 0, { part: "people", items });
  await tableOf(at).put(item as Parameters<ReturnType<typeof tableOf>["put"]>[0]);
  return operation;
}

/** Copies a member many times: people with records of their own and the same role. Answers their ids, sorted. */
export async function aCrowd(
  { id: customer }: { id: string },
  model: { id: string },
  count: number,
  at?: At,
): Promise<string[]> {
  const table = tableOf(at);
  // Nothing waits to be copied for them, and nothing is due.
  const still = { copies: undefined, duepk: undefined, duesk: undefined };
  const record = { ...(await table.get(keys.user({ user: model.id }))), ...still };
  const held = keys["customer binding"]({ principal: model.id, customer });
  const binding = { ...(await table.get(held)), ...still };
  const ids = Array.from({ length: count }, () => newId("user", new Date()));
  for (let start = 0; start < count; start += 50)
    await Promise.all(
      ids.slice(start, start + 50).map(async (id) => {
        const email = `${id}@example.org`;
        const own = { ...keys.user({ user: id }), ...indexed.user({ user: id, email }) };
        await table.put({ ...record, id, email, identities: [], ...own });
        const of = { principal: id, customer };
        await table.put({
          ...binding,
          ...of,
          ...keys["customer binding"](of),
          ...indexed["customer binding"](of),
        });
      }),
    );
  return ids.sort();
}

/** Everything that the API says came of an operation, page by page. */
export async function resultsOf(caller: Caller, operation: string, state?: "done" | "failed") {
  const path = `/v1/operations/${operation}/results?limit=100${state ? `&state=${state}` : ""}`;
  const found: OperationResult[] = [];
  for (let cursor = ""; ; ) {
    const { body } = await caller.get(`${path}${cursor && `&cursor=${cursor}`}`);
    found.push(...body.items);
    if (!body.nextCursor) return found;
    cursor = body.nextCursor;
  }
}

/** Waits for the end of an operation. */
export const ended = (caller: Caller, operation: string) =>
  until(async () => {
    const { body } = await caller.get(`/v1/operations/${operation}`);
    return /^(done|failed|cancelled)$/.test(body.state) && body;
  }, "the operation");

/** Waits for the end of an operation whose worker is killed: killed at the same thing again and again, it leaves that out, until somebody has it try again. */
export async function endedWhole(caller: Caller, operation: string) {
  const first = await ended(caller, operation);
  if (!first.results.failed) return first;
  await caller.post(`/v1/operations/${operation}/retry`);
  return ended(caller, operation);
}
