import type { RoleBook } from "../../shared/model/custom-role.ts";
import type { Event } from "../../shared/model/event.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as customers from "../../shared/table/customers.ts";
import * as events from "../../shared/table/events.ts";
import * as rights from "../../shared/table/rights.ts";
import { type Asking, makingOf } from "./asking.ts";

/** The record of what happened to a role. */
export const recordOf = (
  asking: Asking,
  what: "created" | "updated" | "deleted",
  subject: string,
  more: Pick<Event, "before" | "after">,
) =>
  events.recordAnywhere(
    asking.happened({ type: `${makingOf(asking).event}.${what}` as const, subject, ...more }),
  );

/** Writes what the roles of a customer, or of the platform, are from now on. */
export function define(
  asking: Asking,
  book: RoleBook,
  change: {
    what: "created" | "updated";
    role: string;
    more: Pick<Event, "before" | "after">;
    approval?: readonly Write[];
  },
): Promise<void> {
  const { caller, customer, decision, now, commit } = asking;
  const allowed = decision.grantOf(makingOf(asking).managing);
  return commit(
    [
      customRoles.replace(book, book.version - 1),
      ...(customer ? [customers.isOpen(customer.id)] : []),
      ...rights.stillHeld(caller.id, allowed, now, customer?.id),
      recordOf(asking, change.what, change.role, change.more),
      ...(change.approval ?? []),
    ],
    { role: change.role },
  );
}
