import type { Event } from "../../shared/model/event.ts";
import { newId, operationOf } from "../../shared/model/id.ts";
import { type Task, taskOf } from "../../shared/model/outbox.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as events from "../../shared/table/events.ts";
import { firstBelow } from "../../shared/table/sub-customers.ts";
import * as tasks from "../../shared/table/tasks.ts";
import { causeOf } from "./cause.ts";
import { groupsLost, pageInGroups } from "./customers-in-groups.ts";
import { pageBelow } from "./end-what-is-left.ts";
import type { Kind, Part } from "./kind.ts";
import { lapseUnfounded } from "./lapse-unfounded.ts";
import { isOfGroup } from "./of-group.ts";
import { revokeKeys } from "./revoke-keys.ts";
import { withdraw } from "./withdraw.ts";
import { withdrawOfOthers } from "./withdraw-of-others.ts";

/** Customers at which nobody may rely any more on a right that was lost above. */
const customers: Part<{ id: string }> = {
  atOnce: 5,
  take: async ([customer], { operation, task }) => {
    if (customer) await endAt(customer.id, task);
    return [operation.state !== "done"];
  },
};

/** Ends at all customers below, or in groups of the platform's customers and below those, what rested on a right that somebody lost: invitations that they sent, keys that they were shown, and what they asked for. */
export const rightLostBelow: Kind = {
  parts: { customers },
  next: async ({ cursor }, task) => {
    const { customer } = task;
    if (customer === undefined) {
      const page = await pageInGroups(groupsLost(task), cursor);
      return page && { part: "customers", ...page };
    }
    const { things, way } = await pageBelow(customer, cursor);
    return way === undefined ? undefined : { part: "customers", things, cursor: way };
  },
};

async function endAt(customer: string, task: Task): Promise<void> {
  const { was } = task.input as { was: Task["task"] };
  const there = { ...task, task: was, customer };
  await withdraw(there);
  await withdrawOfOthers(there);
  await revokeKeys(there);
  await lapseUnfounded(there);
}

/** The same kind, after which the customers below are seen to in an operation of their own: nobody waits for that to be told. */
export const alsoBelow = (kind: Kind): Kind => ({
  ...kind,
  finish: async (operation, task, now) => [
    ...((await kind.finish?.(operation, task, now)) ?? []),
    ...(operation.doneAt ? [] : await begun(task, now)),
  ],
});

async function begun(task: Task, now: Date): Promise<Write[]> {
  const { customer: customerId, subject, customerGroup, before, after } = task;
  if (!mayCostRights(task) || !(await reachesFurther(task))) return [];
  const id = newId("event", now);
  const event: Event = {
    ...causeOf(task, now),
    id,
    customerId,
    subject,
    reason: task.event,
    type: customerId ? "customer.access.cascaded" : "platform.access.cascaded",
    actor: { type: "system", id: "cascade" },
    after: { operation: operationOf(id) },
  };
  const cause = { ...event, actor: causeOf(task, now).actor };
  // What a group of the platform had on groups of customers it held like one of a customer.
  const was = task.task === "admin-group-deleted" ? "group-deleted" : task.task;
  const said = { before, after, customerGroup, input: { ...task.input, was } };
  return [
    events.recordAnywhere(event),
    tasks.write(taskOf(cause, "right-lost-below", subject, said)),
  ];
}

/** True where the right was lost at further customers, too. */
async function reachesFurther(task: Task): Promise<boolean> {
  if (task.customer === undefined) return groupsLost(task).length > 0;
  return (await firstBelow(task.customer)) !== undefined;
}

/** Project roles give nobody the right to invite or to manage keys, and a group takes it where it has lost roles. */
const mayCostRights = (task: Task) => {
  const { project, before = [], after = [] } = task;
  return !project && (!isOfGroup(task) || before.some((role) => !after.includes(role)));
};
