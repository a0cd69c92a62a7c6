import type { CustomerGroupBinding } from "../../shared/model/customer-group.ts";
import { isGroupId, newId, platform } from "../../shared/model/id.ts";
import { letterOf, taskOf } from "../../shared/model/outbox.ts";
import { toldFrom } from "../../shared/model/reminder.ts";
import type { Key } from "../../shared/table/client.ts";
import { commit, Outdated, type Write } from "../../shared/table/commit.ts";
import { endsOnEach } from "../../shared/table/customer-group-ends.ts";
import * as reminders from "../../shared/table/customer-group-reminders.ts";
import * as letters from "../../shared/table/letters.ts";
import * as tasks from "../../shared/table/tasks.ts";

/** Tells the holder of roles on groups of customers that end soon, once for each group: what is told is written down in the same transaction. Ends that have passed are only written down. */
export async function remindOnCustomerGroups(key: Key): Promise<void> {
  const [binding, now] = [await reminders.read(key), new Date()];
  const due = binding ? dueOn(binding, now.toISOString()) : [];
  if (!binding || due.length === 0) return;
  const ahead = due.filter(({ until }) => until > now.toISOString());
  const told = Object.fromEntries(due.map(({ group, until }) => [group, until]));
  try {
    await commit(
      [
        reminders.mark(key, binding, told),
        ...ahead.map(({ group, until }) => word(binding, group, until, now)),
      ],
      new Date(now.getTime() + 8_000),
    );
  } catch (error) {
    // Somebody has just changed the roles: the next minute sees which ends there are now.
    if (!(error instanceof Outdated)) throw error;
  }
}

/** The groups on which there is something to tell by now, and up to which end. */
const dueOn = (binding: CustomerGroupBinding, now: string) =>
  endsOnEach(binding).flatMap(({ group, ends }) => {
    const until = ends.findLast((end) => toldFrom(end) <= now);
    return until ? [{ group, until }] : [];
  });

/** To a person a letter; the members of a user group are told by the worker. */
function word(
  { principal, owner, version }: CustomerGroupBinding,
  customerGroup: string,
  until: string,
  now: Date,
): Write {
  const id = newId("event", now);
  const cause = {
    id,
    at: now.toISOString(),
    requestId: id,
    actor: { type: "system" as const, id: "sweep" },
    customerId: owner === platform ? undefined : owner,
  };
  const said = { version, until, customerGroup };
  return isGroupId(principal)
    ? tasks.write(taskOf(cause, "customer-group-access-ending", principal, said))
    : letters.write(letterOf(cause, "access-ending", principal, said));
}
