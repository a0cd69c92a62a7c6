import type { Permission } from "../../shared/access/permissions.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import type { Caller } from "../../shared/model/caller.ts";
import type { Customer } from "../../shared/model/customer.ts";
import type { Event } from "../../shared/model/event.ts";
import { platform } from "../../shared/model/id.ts";

/** A request about who is in a group of a customer or, without one, of the platform. */
export interface Asking
  extends Pick<
    Request,
    | "now"
    | "decision"
    | "happened"
    | "commit"
    | "approval"
    | "approvalsNeeded"
    | "ancestors"
    | "newcomer"
    | "makeKnown"
  > {
  caller: Caller;
  customer: Customer | undefined;
}

/** The right to say who is in the group. */
export const managing = ({ customer }: Pick<Asking, "customer">): Permission =>
  customer ? "customer.groups.manage" : "platform.admins.manage";

export const ownerIn = ({ customer }: Pick<Asking, "customer">) => customer?.id ?? platform;

/** The customer that the group belongs to and those above it, the nearest first; or the platform. */
export const lineIn = (asking: Pick<Asking, "customer" | "ancestors">) => [
  ownerIn(asking),
  ...asking.ancestors,
];

/** The record of somebody coming into a group, or going. */
export const happenedIn = (
  { customer, happened }: Asking,
  what: "added" | "removed",
  subject: string,
  more: Pick<Event, "before" | "after">,
): Event =>
  happened({
    type: `${customer ? "customer" : "platform"}.group.member.${what}` as const,
    subject,
    ...more,
  });
