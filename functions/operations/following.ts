import { decide } from "../../shared/access/decide.ts";
import { need } from "../../shared/access/need.ts";
import { rightsOf } from "../../shared/access/operation-kinds.ts";
import { keepForPeople } from "../../shared/lambda/may-call.ts";
import type { Caller } from "../../shared/model/caller.ts";
import type { StoredOperation } from "../../shared/model/operation.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as facts from "../../shared/table/facts.ts";
import * as operations from "../../shared/table/operations.ts";

/** The operation that a path names, read while it is found out who calls. */
export const named = {
  ahead: (_: unknown, { params }: { params: { operation: string } }) =>
    operations.byId(params.operation),
};

interface Following {
  ahead: StoredOperation | undefined;
  caller: Caller;
  now: Date;
}

/** An operation that the caller may read: whoever started it always, others with the right that starting it took. */
export async function readable(request: Following): Promise<StoredOperation> {
  const { ahead: operation, caller } = request;
  if (!operation) throw new Refusal("not_found");
  if (operation.startedBy === caller.id) return operation;
  const { allows } = await decisionOn(operation, request);
  if (!allows(...rightsOf(operation.kind).takes)) throw new Refusal("not_found");
  return operation;
}

/** The same, for what changes its course: that takes the right itself, which whoever started it may have lost. */
export async function changeable(request: Following): Promise<StoredOperation> {
  const operation = await readable(request);
  const { startedBy, kind } = operation;
  keepForPeople(rightsOf(kind), request.caller);
  if (startedBy === request.caller.id && rightsOf(kind).isStarters) return operation;
  need(await decisionOn(operation, request), ...rightsOf(kind).takes);
  return operation;
}

/** What the log says of somebody who changes the course of an operation. */
export const turned = (
  { id, customer: customerId }: StoredOperation,
  how: "cancelled" | "retried",
) => ({
  type: `${customerId ? "customer" : "platform"}.operation.${how}` as const,
  subject: id,
  customerId,
});

async function decisionOn({ customer }: StoredOperation, { caller, now }: Following) {
  const found = await facts.read(caller.id, { customer });
  return decide({ ...found, now, principal: caller });
}
