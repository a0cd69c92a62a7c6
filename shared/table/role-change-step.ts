import { type CustomerBinding, holdsRoles } from "../model/binding.ts";
import type { Event, EventType } from "../model/event.ts";
import { isGroupId } from "../model/id.ts";
import { letterOf, type Task, taskOf } from "../model/outbox.ts";
import { type HeldRoles, recordedRoles, roleIdsOf } from "../model/role.ts";
import { afterRequest, type RoleChange } from "../model/role-change.ts";
import { settledBinding } from "../model/settled.ts";
import type { User } from "../model/user.ts";
import { versionAfter } from "../model/version.ts";
import * as bindings from "./bindings.ts";
import { type Carrier, stillGives } from "./carriers.ts";
import type { Write } from "./commit.ts";
import * as events from "./events.ts";
import * as letters from "./letters.ts";
import * as tasks from "./tasks.ts";

/** Where and by whom roles are changed. */
export interface Changing {
  customer: string;
  /** The customer and those above it, the nearest first. */
  line: readonly string[];
  caller: Pick<User, "id">;
  now: Date;
  /** True when a change takes something on which invitations that were sent or keys that were shown may rest; `besides` is what else gives them access. */
  losesGranting(change: RoleChange, besides: readonly HeldRoles[]): boolean;
  happened(
    change: { type: EventType; subject: string } & Partial<Event>,
  ): Event & { customerId: string };
}

/** Somebody whose roles change, as they were read. */
export interface Subject {
  principal: string;
  binding: CustomerBinding | undefined;
  /** What lists show of them. */
  shown: CustomerBinding["shown"];
  /** Their roles on customers above, and those of their groups: customer access that does not hang on their own roles here. */
  through: readonly Carrier[];
}

interface Details {
  reason?: string;
  /** Whoever is removed loses the project access too, whatever their groups give. */
  isRemoval?: boolean;
}

/** What a change of one principal's roles writes: binding, event, and the letters or task that follow. */
export function stepOf(changing: Changing, subject: Subject, change: RoleChange, more: Details) {
  const { principal, binding, through } = subject;
  const isMember = Object.keys(change.after).length > 0;
  const staysThrough = through.length > 0 && more.isRemoval !== true;
  const event = changing.happened({
    ...describe(change, principal, holdsRoles(binding), isMember),
    ...(more.reason && { reason: more.reason }),
  });
  const next =
    isMember || (binding && staysThrough)
      ? bindingAfter(changing, subject, change, event)
      : undefined;
  const kept = next ? [bindings.put(next, binding)] : binding ? [bindings.remove(binding)] : [];
  const task = taskAfter(changing, subject, change, next, event);
  return {
    event: event.id,
    next,
    isGone: next === undefined,
    writes: [
      ...kept,
      ...continuity(changing, subject, next),
      events.record({ ...event, settled: settledBinding(next) }),
      ...(task ? [tasks.write(task)] : []),
      ...(next && principal !== changing.caller.id
        ? letterAfter(subject, change, next, event)
        : []),
    ],
  };
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

/** Access that was never interrupted keeps its beginning, on which project roles rest. */
const bindingAfter = (
  { customer, now }: Changing,
  { principal, shown, binding, through }: Subject,
  change: RoleChange,
  event: Event,
): CustomerBinding => ({
  principal,
  customer,
  roles: afterRequest(change, event.accessRequest),
  since: binding && (holdsRoles(binding) || through.length > 0) ? binding.since : event.id,
  shown,
  version: versionAfter(binding?.version, now),
  updatedAt: now.toISOString(),
});

/** Where only a group or a customer above vouches that access was never interrupted, it must still do so. */
function continuity(
  { line }: Changing,
  { principal, binding, through: [carrier] }: Subject,
  next?: CustomerBinding,
): Write[] {
  const isOwn = holdsRoles(binding) && holdsRoles(next);
  if (!binding || !next || isOwn || !carrier || next.since !== binding.since) return [];
  return stillGives(carrier, principal, line);
}

/** The work that follows: project access that nothing carries any more goes, and members of a group are seen to one by one. */
function taskAfter(
  { losesGranting }: Changing,
  { principal, binding, through }: Subject,
  change: RoleChange,
  next: CustomerBinding | undefined,
  event: Event & { customerId: string },
): Task | undefined {
  const { version } = next ?? {};
  const under = binding && binding.since !== next?.since ? { under: binding.since } : {};
  if (isGroupId(principal))
    return taskOf(event, "group-changed", principal, {
      ...under,
      version,
      before: roleIdsOf(change.before),
      after: roleIdsOf(change.after),
    });
  if (!next) return taskOf(event, "member-removed", principal, { under: "", ...under });
  if (under.under) return taskOf(event, "access-interrupted", principal, under);
  const besides = through.map(({ roles }) => roles);
  if (losesGranting(change, besides)) return taskOf(event, "right-lost", principal, { version });
  return undefined;
}

function letterAfter(
  { principal, binding }: Subject,
  change: RoleChange,
  { version }: CustomerBinding,
  event: Event & { customerId: string },
): Write[] {
  if (isGroupId(principal)) return [];
  const kind = holdsRoles(binding) ? "roles-changed" : "access-granted";
  const [before, after] = [roleIdsOf(change.before), roleIdsOf(change.after)];
  return [letters.write(letterOf(event, kind, principal, { version, before, after }))];
}
