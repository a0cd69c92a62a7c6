import { type CustomerBinding, holdsRoles } from "../../shared/model/binding.ts";
import { actorOf } from "../../shared/model/caller.ts";
import { newId } from "../../shared/model/id.ts";
import type { Task } from "../../shared/model/outbox.ts";
import { withoutOwner } from "../../shared/model/owners.ts";
import { changeTo } from "../../shared/model/role-change.ts";
import * as bindings from "../../shared/table/bindings.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as facts from "../../shared/table/facts.ts";
import * as owners from "../../shared/table/owners.ts";
import { stepOf } from "../../shared/table/role-change-step.ts";
import { committedAnew } from "./anew.ts";
import type { Part } from "./kind.ts";

/** Has a person leave customers. */
export const leftCustomers: Part<{ id: string }> = {
  counts: "removed",
  atOnce: 1,
  take: async ([customer], { task, again }) => [
    customer ? (await committedAnew(planFor(customer.id, task))) || again : false,
  ],
};

const planFor = (customer: string, task: Task) => async (now: Date) => {
  const binding = await bindings.onCustomerOf(customer, task.subject);
  return !binding || isKept(binding, task) ? [] : leaving(binding, task, now);
};

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
    customer,
    line: [customer],
    caller: { id: task.actor },
    now,
    losesGranting: () => false,
    happened: (change: Parameters<Parameters<typeof stepOf>[0]["happened"]>[0]) => ({
      id: newId("event", now),
      at: now.toISOString(),
      customerId: customer,
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
