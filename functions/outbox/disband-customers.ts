import type { Event } from "../../shared/model/event.ts";
import { isGroupId, newId, platform } from "../../shared/model/id.ts";
import { type Task, taskOf } from "../../shared/model/outbox.ts";
import { recordedRoles, roleIdsOf } from "../../shared/model/role.ts";
import { commit } from "../../shared/table/commit.ts";
import * as customerGroupBindings from "../../shared/table/customer-group-bindings.ts";
import * as events from "../../shared/table/events.ts";
import * as groupedCustomers from "../../shared/table/grouped-customers.ts";
import * as tasks from "../../shared/table/tasks.ts";
import { causeOf } from "./cause.ts";
import type { Batch, Kind, Part } from "./kind.ts";
import { lapseUnfounded } from "./lapse-unfounded.ts";
import { committed } from "./revoke.ts";

/** Rows of one page. */
const atOnce = 100;

interface Row {
  id: string;
  owner: string;
  group: string;
}

/** Takes customers out of the group. */
const customers: Part<Row> = {
  counts: "members",
  take: async ([row], { task }) => [row !== undefined && (await letGo(row, task))],
};

/** Takes the roles that somebody held on the group. */
const holders: Part<Row> = {
  take: async ([row], { task, again }) => [row ? (await release(row, task)) || again : false],
};

/** Takes a customer out of the group, and one that moved away before off its list. */
async function letGo(row: Row, task: Task): Promise<boolean> {
  if (await takeOut(row, task)) return true;
  await committed(groupedCustomers.unlist({ ...row, customer: row.id }));
  return false;
}

/** Takes a customer out of the group. Where roles on a group of the platform counted there, what rested on them is seen to like at one that is taken out by hand; below a customer the loss of each role sees to it. */
function takeOut({ id: customer, owner, group }: Row, task: Task): Promise<boolean> {
  const out = groupedCustomers.takeOut({ customer, owner, group });
  if (owner !== platform || task.input?.isBound !== true) return committed(out);
  const now = new Date();
  const event: Event = {
    ...causeOf(task, now),
    id: newId("event", now),
    reason: task.event,
    subject: customer,
    type: "platform.customer-group.customer.removed",
    actor: { type: "system", id: "cascade" },
    before: { customerGroup: group },
  };
  const cause = { ...event, actor: causeOf(task, now).actor };
  return committed([
    ...out,
    events.recordAnywhere(event),
    tasks.write(taskOf(cause, "customer-ungrouped", customer, { customer })),
  ]);
}

/** Takes from somebody what they held on the group, and has what rested on it end; false when that was nothing. */
async function release({ id: principal, owner, group }: Row, task: Task): Promise<boolean> {
  const read = await customerGroupBindings.of({ principal, owner });
  const { [group]: held, ...roles } = read?.roles ?? {};
  const unlisting = customerGroupBindings.unlistHolder({ principal, owner, group });
  if (!read || !held) {
    await committed([unlisting]);
    return false;
  }
  const now = new Date();
  const next = { ...read, roles, version: read.version + 1, updatedAt: now.toISOString() };
  const level = task.customer ? "customer" : "platform";
  const event: Event = {
    ...causeOf(task, now),
    id: newId("event", now),
    reason: task.event,
    subject: principal,
    type: `${level}.customer-group.member.changed`,
    actor: { type: "system", id: "cascade" },
    before: { customerGroup: group, roles: recordedRoles(held) },
    after: { customerGroup: group, roles: recordedRoles({}) },
  };
  const kind = isGroupId(principal) ? "group-changed" : "customer-group-role-lost";
  const cause = { ...event, actor: causeOf(task, now).actor };
  const said = { customerGroup: group, before: roleIdsOf(held), after: [], version: next.version };
  await commit(
    [
      unlisting,
      ...customerGroupBindings.change(next, read),
      events.recordAnywhere(event),
      tasks.write(
        taskOf(cause, kind, principal, {
          ...said,
          ...customerGroupBindings.madeBy(read),
          name: task.name,
        }),
      ),
    ],
    new Date(now.getTime() + 8_000),
  );
  return true;
}

/** Leaves nothing of a group of customers that was deleted: what was held on it ended with its record. */
export const customerGroupDeleted: Kind = {
  parts: { customers, holders },
  begin: lapseUnfounded,
  next: async ({ cursor = "customers/" }, { subject: group, customer: owner = platform }) => {
    const [part, after] = cursor.split("/") as [string, string];
    const of = { owner, group };
    const grouped =
      part === "customers"
        ? await groupedCustomers.idsIn(group, { limit: atOnce, after: after || undefined })
        : [];
    if (grouped.length > 0) return batchOf("customers", grouped, of);
    const from = part === "holders" && after ? after : undefined;
    return batchOf(
      "holders",
      await customerGroupBindings.holdersOf(of, { limit: atOnce, after: from }),
      of,
    );
  },
  looksAgain: () => true,
};

function batchOf(
  part: "customers" | "holders",
  ids: readonly string[],
  of: { owner: string; group: string },
): Batch | undefined {
  const last = ids.at(-1);
  return last === undefined
    ? undefined
    : { part, things: ids.map((id) => ({ id, ...of })), cursor: `${part}/${last}` };
}
