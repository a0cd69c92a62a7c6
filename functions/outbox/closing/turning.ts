import { isClosed, type StoredCustomer } from "../../../shared/model/customer.ts";
import type { Event } from "../../../shared/model/event.ts";
import { newId } from "../../../shared/model/id.ts";
import type { Task } from "../../../shared/model/outbox.ts";
import { Owners } from "../../../shared/model/owners.ts";
import * as ancestry from "../../../shared/table/ancestry.ts";
import { getMany } from "../../../shared/table/client.ts";
import * as closings from "../../../shared/table/closings.ts";
import { commit, type Write } from "../../../shared/table/commit.ts";
import * as customers from "../../../shared/table/customers.ts";
import * as events from "../../../shared/table/events.ts";
import * as gates from "../../../shared/table/gates.ts";
import * as levels from "../../../shared/table/levels.ts";
import * as owners from "../../../shared/table/owners.ts";
import { keys } from "../../../shared/table/schema.ts";
import { committedAnew } from "../anew.ts";
import { causeOf } from "../cause.ts";
import type { Part, Work } from "../kind.ts";

interface Turned {
  id: string;
}

/** Each customer goes from one status to the next, once, and its log says so. */
const turning = (
  turn: (customer: StoredCustomer, work: Work) => Promise<boolean>,
): Part<Turned> => ({
  take: async ([one], work) => {
    const customer = one && (await closings.read(one.id));
    return [customer ? await turn(customer, work) : false];
  },
});

/** From here on there is no way back: whatever is below the customer is closed, too. */
export const closing = turning(async (customer, { task }) => {
  if (isClosed(customer)) return true;
  const turned = { ...changed(customer, task), status: "deleting" as const };
  await save(turned, customer, [recordOf("customer.closing", customer.id, task)]);
  return true;
});

/** Something stands in the way: all is as it was. */
export const reopened = turning(async (customer, { task, operation }) => {
  const { was = "active" } = (task.input ?? {}) as { was?: "active" | "disabled" };
  await closings.openGate(customer.id);
  if (customer.status !== "checking" || customer.id !== task.subject) return true;
  const after = { blockers: operation.failed };
  await save({ ...changed(customer, task), status: was }, customer, [
    recordOf("customer.closing.blocked", customer.id, task, { after }),
  ]);
  return true;
});

/** Nothing is left but the record, which says when, by whom and why. */
export const deleted = turning(async ({ id }, { task }) => {
  await committedAnew(async (now) => {
    const customer = await closings.read(id);
    return !customer || customer.status === "deleted" ? [] : deleting(customer, task, now);
  });
  return true;
});

async function deleting(customer: StoredCustomer, task: Task, now: Date): Promise<Write[]> {
  const changes = changed(customer, task);
  const { reason } = (task.input ?? {}) as { reason?: string };
  const [[item], left] = await Promise.all([
    getMany([keys.owners({ customer: customer.id })]),
    // What goes along stands below what is not counted any more either.
    customer.id === task.subject ? leaving(customer) : [],
  ]);
  const places = item && Owners().parse(item);
  const turned = {
    ...changes,
    status: "deleted" as const,
    deletedAt: changes.updatedAt,
    deletedBy: task.actor,
    deletionReason: reason,
  };
  return [
    ...customers.turn(turned, customer.version),
    ...left,
    ...(places && places.places.length > 0
      ? [owners.replace({ ...places, places: [] }), owners.remember(places, now)]
      : []),
    recordOf("customer.deleted", customer.id, task, {
      before: { displayName: customer.displayName, parentId: customer.parentId },
    }),
  ];
}

/** Those above it count it no more. */
async function leaving({ id }: StoredCustomer): Promise<Write[]> {
  const [gate, ...above] = await ancestry.gatesOf(id);
  if (!gate || above.length === 0) return [];
  return [gates.isAsHigh(gate), ...levels.recount({ above, left: gate.height })];
}

/** What stood above it lists it no more. */
export const unlisted = turning(async ({ id, parentId }) => {
  if (parentId !== undefined) await commit([closings.unlist(id, parentId)], soon());
  return true;
});

const changed = (customer: StoredCustomer, { actor }: Task) => ({
  ...customer,
  version: customer.version + 1,
  updatedAt: new Date().toISOString(),
  updatedBy: actor,
});

const save = (turned: StoredCustomer, read: StoredCustomer, more: readonly Write[]) =>
  commit([...customers.turn(turned, read.version), ...more], soon());

const soon = () => new Date(Date.now() + 8_000);

function recordOf(type: Event["type"], id: string, task: Task, more: Partial<Event> = {}): Write {
  const now = new Date();
  const { reason } = (task.input ?? {}) as { reason?: string };
  return events.record({
    ...causeOf(task, now),
    id: newId("event", now),
    type,
    customerId: id,
    subject: id,
    ...more,
    ...(reason !== undefined && { reason }),
  });
}
