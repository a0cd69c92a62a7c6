import type { api } from "../../shared/api/index.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import type { RoleBook } from "../../shared/model/custom-role.ts";
import type { Event } from "../../shared/model/event.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as customers from "../../shared/table/customers.ts";
import * as events from "../../shared/table/events.ts";
import * as rights from "../../shared/table/rights.ts";
import * as tasks from "../../shared/table/tasks.ts";

type Defining = Pick<
  Request<typeof api.customRoles.create>,
  "caller" | "customer" | "decision" | "now" | "happened" | "commit"
>;

/** Writes what the roles of a customer are from now on. What rested on a right that one of them gave no more is seen to. */
export function define(
  { caller, customer, decision, now, happened, commit }: Defining,
  book: RoleBook,
  change: Pick<Event, "type" | "subject"> & Partial<Event>,
  { isNarrowed = false, checks = [] as readonly Write[] } = {},
): Promise<void> {
  const event = happened(change);
  const version = { version: book.version };
  return commit(
    [
      customRoles.replace(book, book.version - 1),
      customers.isOpen(customer.id),
      ...rights.stillHeld(caller.id, decision.grantOf("customer.roles.manage"), now, customer.id),
      ...checks,
      events.record(event),
      ...(isNarrowed ? [tasks.write(taskOf(event, "role-narrowed", event.subject, version))] : []),
    ],
    { role: change.subject },
  );
}
