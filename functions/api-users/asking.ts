import type { Permission } from "../../shared/access/permissions.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import type { ApiUser } from "../../shared/model/api-user.ts";
import type { Customer } from "../../shared/model/customer.ts";
import type { Event } from "../../shared/model/event.ts";
import type { HeldGrant } from "../../shared/model/grant.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import type { User } from "../../shared/model/user.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as events from "../../shared/table/events.ts";
import * as gates from "../../shared/table/gates.ts";
import * as rights from "../../shared/table/rights.ts";
import * as tasks from "../../shared/table/tasks.ts";

/** A request about the API users of a customer or, without one, of the platform. */
export interface Asking
  extends Pick<Request, "now" | "mustMatch" | "happened" | "commit" | "decision" | "approval"> {
  caller: User;
  customer: Customer | undefined;
}

/** The record of what happened to an API user; what it sent and asked for is seen to again when it has lost something. */
export function recordOf(
  { customer, happened }: Pick<Asking, "customer" | "happened">,
  what: "created" | "updated" | "deleted",
  { id, version }: Pick<ApiUser, "id" | "version">,
  more: Pick<Event, "before" | "after">,
  lost?: readonly string[],
): Write[] {
  const type = `${customer ? "customer" : "platform"}.api-user.${what}` as const;
  const event = happened({ type, subject: id, ...more });
  return [
    events.recordAnywhere(event),
    ...(lost ? [tasks.write(taskOf(event, "right-lost", id, { version }))] : []),
  ];
}

/** The right to manage what the path names. */
export const managing = ({ customer }: Asking) =>
  customer ? "customer.api-users.manage" : "platform.api-users.manage";

/** What others may have to agree to. Whoever made an API user would decide about themselves, and so would whoever changes it. */
export const approvalOf = (
  asking: Asking,
  { id, displayName, version, createdBy, updatedBy }: ApiUser,
  gives: readonly string[],
): Promise<Write[]> =>
  asking.approval({
    kind: "api-user",
    granting: managing(asking),
    gives: gives as Permission[],
    // A new one gets its id when it is made.
    ...(version > 1 && { principal: id }),
    asks: { displayName, permissions: gives },
    ...(version > 1 && { onAnyVersion: true }),
    excluded: [asking.caller.id, ...[createdBy, updatedBy].flatMap((one) => one ?? [])],
    claims: [{ target: "api-user", role: version > 1 ? "permissions" : displayName }],
  });

/** Checks that the customer is open, and that the caller still holds everything that is given. */
export const giving = ({ caller, customer, now }: Asking, allowed: readonly HeldGrant[]) => [
  ...(customer ? [gates.isOpen(customer.id)] : []),
  ...rights.allStillHeld(caller.id, allowed, now, customer?.id),
];
