import { log } from "../../shared/lambda/log.ts";
import { type CustomerBinding, holdsRoles } from "../../shared/model/binding.ts";
import { actorOf } from "../../shared/model/caller.ts";
import { newId } from "../../shared/model/id.ts";
import type { StoredOperation } from "../../shared/model/operation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import { withoutOwner } from "../../shared/model/owners.ts";
import { changeTo } from "../../shared/model/role-change.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as bindings from "../../shared/table/bindings.ts";
import { commit, Outdated, type Write } from "../../shared/table/commit.ts";
import * as facts from "../../shared/table/facts.ts";
import * as operations from "../../shared/table/operations.ts";
import * as owners from "../../shared/table/owners.ts";
import { stepOf } from "../../shared/table/role-change-step.ts";

const heartbeat = 2 * 60_000;
const customersAtOnce = 25;
const attempts = 5;

/** Has a person leave some of their customers; undefined when none is left. How many they left is saved with each, so that nothing counts twice. */
export async function leavePage(operation: StoredOperation, task: Task) {
  const items = await firstToLeave(task);
  if (items.length === 0) return undefined;
  let current = operation;
  for (const binding of items) current = await leave(binding, current, task);
  log.info("cascade step", { operation: operation.id, removed: current.removed });
  return current;
}

async function firstToLeave(task: Task): Promise<CustomerBinding[]> {
  for (let after: string | undefined; ; ) {
    const options = { limit: customersAtOnce, ...(after && { after }) };
    const { items, nextCursor } = await bindingLists.ofPrincipal(task.subject, options);
    const left = items.filter((binding) => !isKept(binding, task));
    if (left.length > 0 || !nextCursor) return left;
    after = nextCursor;
  }
}

async function leave(
  read: CustomerBinding,
  operation: StoredOperation,
  task: Task,
): Promise<StoredOperation> {
  let binding: CustomerBinding | undefined = read;
  for (let attempt = 1; binding && !isKept(binding, task); attempt++) {
    const now = new Date();
    const next = {
      ...{ ...operation, removed: operation.removed + 1, steps: operation.steps + 1 },
      updatedAt: now.toISOString(),
    };
    const awake = operation.state === "done" ? undefined : new Date(now.getTime() + heartbeat);
    try {
      const writes = [...(await leaving(binding, task, now)), operations.advance(next, awake)];
      await commit(writes, new Date(now.getTime() + 8_000));
      return { ...next, version: next.version + 1 };
    } catch (error) {
      if (!(error instanceof Outdated) || attempt === attempts) throw error;
      binding = await bindings.onCustomerOf(read.customer, read.principal);
    }
  }
  return operation;
}

/** What leaving one customer writes: an owner's place is free, and a task of that customer takes the project access. The platform may take the last owner. */
async function leaving(binding: CustomerBinding, task: Task, now: Date): Promise<Write[]> {
  const { customer, principal, roles } = binding;
  const { owners: places } = await facts.read(
    undefined,
    { customer },
    [],
    roles.owner !== undefined,
  );
  const holdsPlace = places?.places.some(({ holder }) => holder === principal);
  const changing = {
    ...{ customer, line: [customer], caller: { id: task.actor }, now },
    losesGranting: () => false,
    happened: (change: Parameters<Parameters<typeof stepOf>[0]["happened"]>[0]) => ({
      ...{ id: newId("event", now), at: now.toISOString(), customerId: customer },
      actor: actorOf({ id: task.actor }),
      requestId: task.requestId,
      ...change,
    }),
  };
  const kept = givenAfter(task, binding);
  const change = changeTo(roles, kept, task.actor, now);
  const { writes } = stepOf(
    changing,
    { principal, binding, shown: binding.shown, through: [] },
    change,
    { reason: whyGone(task), isRemoval: kept.length === 0 },
  );
  return [
    ...writes,
    ...(places && holdsPlace && change.taken.includes("owner")
      ? [owners.replace(withoutOwner(places, principal)), owners.remember(places, now)]
      : []),
  ];
}

/** A record that nobody claimed keeps what it was given since it was given up on; nobody gives a deleted person anything. */
const givenAfter = (task: Task, { roles }: CustomerBinding) =>
  task.task === "user-unclaimed"
    ? Object.entries(roles).flatMap(([role, { at, expiresAt }]) =>
        at > task.createdAt ? [{ role, expiresAt }] : [],
      )
    : [];

const isKept = (binding: CustomerBinding, task: Task) =>
  task.task === "user-unclaimed" &&
  (holdsRoles(binding)
    ? givenAfter(task, binding).length === Object.keys(binding.roles).length
    : binding.since > task.event);

/** What the log says of it. */
export const whyGone = ({ task }: Task) =>
  task === "user-deleted" ? "The account was deleted" : "Nobody signed in for 90 days";
