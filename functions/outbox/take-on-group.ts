import type { CustomerGroupBinding } from "../../shared/model/customer-group.ts";
import type { Event } from "../../shared/model/event.ts";
import { isGroupId, newId, platform } from "../../shared/model/id.ts";
import { type Task, taskOf } from "../../shared/model/outbox.ts";
import { type HeldRoles, recordedRoles, roleIdsOf } from "../../shared/model/role.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as customerGroupBindings from "../../shared/table/customer-group-bindings.ts";
import * as events from "../../shared/table/events.ts";
import * as tasks from "../../shared/table/tasks.ts";
import { causeOf } from "./cause.ts";

interface Taking {
  read: CustomerGroupBinding;
  group: string;
  /** The roles that stay. */
  after: HeldRoles;
  reason: string;
}

/** What taking some of the roles that somebody holds on a group of customers writes; what rested on them goes after that. */
export function takeOnGroup({ read, group, after, reason }: Taking, task: Task, now: Date) {
  const { principal, owner } = read;
  const { [group]: before = {}, ...others } = read.roles;
  const isLast = Object.keys(after).length === 0;
  const next: CustomerGroupBinding = {
    ...read,
    roles: isLast ? others : { ...others, [group]: after },
    version: read.version + 1,
    updatedAt: now.toISOString(),
  };
  const customerId = owner === platform ? undefined : owner;
  const event: Event = {
    ...causeOf(task, now),
    id: newId("event", now),
    customerId,
    subject: principal,
    reason,
    type: `${customerId ? "customer" : "platform"}.customer-group.member.changed`,
    before: { customerGroup: group, roles: recordedRoles(before) },
    after: { customerGroup: group, roles: recordedRoles(after) },
  };
  const said = {
    customerGroup: group,
    version: next.version,
    before: roleIdsOf(before),
    after: roleIdsOf(after),
  };
  const kind = isGroupId(principal) ? "group-changed" : "customer-group-role-lost";
  const writes: Write[] = [
    ...customerGroupBindings.change(next, read),
    events.recordAnywhere({ ...event, settled: { onCustomerGroups: { [group]: after } } }),
    tasks.write(taskOf(event, kind, principal, { ...said, ...customerGroupBindings.madeBy(read) })),
  ];
  return { event, said, writes };
}
