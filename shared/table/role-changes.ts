import type { CustomerBinding } from "../model/binding.ts";
import type { Event, EventType } from "../model/event.ts";
import { letterOf, taskOf } from "../model/outbox.ts";
import { type Owners, ownersAfter } from "../model/owners.ts";
import { Refusal } from "../model/refusal.ts";
import { changesNothing, type RoleChange } from "../model/role-change.ts";
import { shownOf, type User } from "../model/user.ts";
import * as bindings from "./bindings.ts";
import type { Write } from "./commit.ts";
import * as customers from "./customers.ts";
import * as events from "./events.ts";
import * as letters from "./letters.ts";
import type { MemberRead } from "./members.ts";
import * as owners from "./owners.ts";
import * as tasks from "./tasks.ts";

/** Whose roles change at which customer, and who changes them. */
export interface Setting {
  customer: string;
  principal: string;
  places: Owners;
  caller: User;
  now: Date;
  /** The caller's role that allows it, checked again with the write. */
  allowedBy: string;
  losesGranting: boolean;
  happened(
    change: { type: EventType; subject: string } & Partial<Event>,
  ): Event & { customerId: string };
}

export interface Planned {
  writes: Write[];
  binding: CustomerBinding | undefined;
  event?: string;
}

/** Everything that a change of customer roles writes: binding, owner places, event, and the letter or task that follows. */
export function plan(setting: Setting, member: MemberRead, change: RoleChange): Planned {
  const { binding, user, active } = member;
  if (changesNothing(change)) return { writes: [], binding };
  if (change.given.length > 0 && user?.status !== "active" && user?.status !== "invited")
    throw new Refusal(user ? "user_unavailable" : "not_found");
  const { customer, principal, places, caller, now, happened } = setting;
  const isGone = Object.keys(change.after).length === 0;
  const event = happened(describe(change, principal, binding !== undefined));
  const given = { event: event.id, by: caller.id };
  const after = ownersAfter(places, principal, change, given, active, now);
  const next = isGone || !user ? undefined : bindingAfter(setting, member, change, event.id);
  return {
    binding: next,
    event: event.id,
    writes: [
      ...(after ? [owners.replace(after)] : []),
      ...checks(setting, change, after !== undefined),
      ...(next
        ? [bindings.put(next, binding)]
        : binding
          ? [bindings.remove(binding)]
          : []),
      events.record(event),
      ...reactions(setting, change, event, binding, next, customer),
    ],
  };
}

function describe({ before, after }: RoleChange, subject: string, wasMember: boolean) {
  const isMember = Object.keys(after).length > 0;
  const type: EventType = isMember
    ? wasMember
      ? "customer.member.changed"
      : "customer.member.added"
    : "customer.member.removed";
  return {
    type,
    subject,
    ...(wasMember && { before: { roles: rolesOf(before) } }),
    ...(isMember && { after: { roles: rolesOf(after) } }),
  };
}

const rolesOf = (roles: RoleChange["after"]) =>
  Object.entries(roles).map(([role, { expiresAt }]) => ({ role, ...(expiresAt && { expiresAt }) }));

function bindingAfter(
  { customer, principal, now }: Setting,
  { binding, user }: MemberRead,
  change: RoleChange,
  event: string,
): CustomerBinding {
  return {
    principal,
    customer,
    roles: change.after,
    since: binding?.since ?? event,
    shown: user ? shownOf(user) : (binding as CustomerBinding).shown,
    version: (binding?.version ?? 0) + 1,
    updatedAt: now.toISOString(),
  };
}

/** Only what gives power is checked against rights lost meanwhile; an owner's own right is checked by the places. */
function checks(
  { customer, caller, allowedBy, now }: Setting,
  change: RoleChange,
  changesOwners: boolean,
) {
  if (change.given.length === 0) return [];
  const isCovered = changesOwners && allowedBy === "owner";
  return [
    customers.isOpen(customer),
    ...(isCovered ? [] : [bindings.stillHolds(caller.id, customer, allowedBy, now)]),
  ];
}

function reactions(
  { principal, caller, losesGranting }: Setting,
  change: RoleChange,
  event: Event & { customerId: string },
  binding: CustomerBinding | undefined,
  next: CustomerBinding | undefined,
  customer: string,
): Write[] {
  if (!next)
    return [
      tasks.write(taskOf(event, "member-removed", principal, { under: binding?.since ?? "" })),
    ];
  const writes: Write[] = [];
  if (losesGranting) writes.push(tasks.write(taskOf(event, "inviter-lost-right", principal)));
  if (principal !== caller.id)
    writes.push(
      letters.write(
        letterOf(event, binding ? "roles-changed" : "access-granted", principal, {
          customer,
          version: next.version,
          before: Object.keys(change.before),
          after: Object.keys(change.after),
        }),
      ),
    );
  return writes;
}
