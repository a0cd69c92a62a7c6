import type { RoleBook } from "../../shared/model/custom-role.ts";
import type { Event } from "../../shared/model/event.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as events from "../../shared/table/events.ts";
import * as gates from "../../shared/table/gates.ts";
import * as rights from "../../shared/table/rights.ts";
import * as tasks from "../../shared/table/tasks.ts";
import { type Asking, makingOf } from "./asking.ts";

/** What happened to a role. */
export const happenedTo = (
  asking: Asking,
  what: "created" | "updated" | "deleted",
  subject: string,
  more: Pick<Event, "before" | "after">,
) => asking.happened({ type: `${makingOf(asking).event}.${what}` as const, subject, ...more });

/** Writes what the roles of a customer, or of the platform, are from now on. What rested on a right that one of them gives no more is seen to. */
export function define(
  asking: Asking,
  book: RoleBook,
  change: {
    what: "created" | "updated";
    role: string;
    more: Pick<Event, "before" | "after">;
    /** What others agreed to, and what must still be as it was read. */
    checks?: readonly Write[];
    isNarrowed?: boolean;
  },
): Promise<void> {
  const { caller, customer, decision, now, commit } = asking;
  const allowed = decision.grantOf(makingOf(asking).managing);
  const event = happenedTo(asking, change.what, change.role, change.more);
  const { version } = book;
  return commit(
    [
      customRoles.replace(book, book.version - 1),
      ...(customer ? [gates.isOpen(customer.id)] : []),
      ...rights.stillHeld(caller.id, allowed, now, customer?.id),
      ...(change.checks ?? []),
      events.recordAnywhere(event),
      ...(change.isNarrowed
        ? [tasks.write(taskOf(event, "role-narrowed", change.role, { version }))]
        : []),
    ],
    { role: change.role },
  );
}
