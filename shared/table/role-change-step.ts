import type { CustomerBinding } from "../model/binding.ts";
import type { Event, EventType } from "../model/event.ts";
import { letterOf, taskOf } from "../model/outbox.ts";
import { recordedRoles, roleIdsOf } from "../model/role.ts";
import type { RoleChange } from "../model/role-change.ts";
import { shownOf, type User } from "../model/user.ts";
import * as bindings from "./bindings.ts";
import type { Write } from "./commit.ts";
import * as events from "./events.ts";
import * as letters from "./letters.ts";
import * as tasks from "./tasks.ts";

/** Where and by whom roles are changed. */
export interface Changing {
  customer: string;
  caller: Pick<User, "id">;
  now: Date;
  /** True when a change takes the right on which invitations that were sent rest. */
  losesGranting(change: RoleChange): boolean;
  happened(
    change: { type: EventType; subject: string } & Partial<Event>,
  ): Event & { customerId: string };
}

/** Somebody whose roles change, as they were read. */
export interface Subject {
  principal: string;
  user?: User | undefined;
  binding: CustomerBinding | undefined;
}

/** What a change of one principal's roles writes: binding, event, and the letter or task that follows. */
export function stepOf(changing: Changing, subject: Subject, change: RoleChange, reason?: string) {
  const { principal, binding } = subject;
  const isMember = Object.keys(change.after).length > 0;
  const event = changing.happened({
    ...describe(change, principal, binding !== undefined, isMember),
    ...(reason && { reason }),
  });
  const next = isMember ? bindingAfter(changing, subject, change, event.id) : undefined;
  const kept = next ? [bindings.put(next, binding)] : binding ? [bindings.remove(binding)] : [];
  const follows = next
    ? reactions(changing, change, event, binding, next)
    : [tasks.write(taskOf(event, "member-removed", principal, { under: binding?.since ?? "" }))];
  return { event: event.id, next, writes: [...kept, events.record(event), ...follows] };
}

function describe(
  { before, after }: RoleChange,
  subject: string,
  wasMember: boolean,
  isMember: boolean,
) {
  const type: EventType = isMember
    ? wasMember
      ? "customer.member.changed"
      : "customer.member.added"
    : "customer.member.removed";
  return {
    type,
    subject,
    ...(wasMember && { before: { roles: recordedRoles(before) } }),
    ...(isMember && { after: { roles: recordedRoles(after) } }),
  };
}

const bindingAfter = (
  { customer, now }: Changing,
  { principal, user, binding }: Subject,
  change: RoleChange,
  event: string,
): CustomerBinding => ({
  principal,
  customer,
  roles: change.after,
  since: binding?.since ?? event,
  shown: user ? shownOf(user) : (binding as CustomerBinding).shown,
  version: (binding?.version ?? 0) + 1,
  updatedAt: now.toISOString(),
});

function reactions(
  { caller, losesGranting }: Changing,
  change: RoleChange,
  event: Event & { customerId: string },
  binding: CustomerBinding | undefined,
  { principal, version }: CustomerBinding,
): Write[] {
  const writes: Write[] = [];
  if (losesGranting(change))
    writes.push(tasks.write(taskOf(event, "inviter-lost-right", principal, { version })));
  if (principal !== caller.id)
    writes.push(
      letters.write(
        letterOf(event, binding ? "roles-changed" : "access-granted", principal, {
          version,
          before: roleIdsOf(change.before),
          after: roleIdsOf(change.after),
        }),
      ),
    );
  return writes;
}
