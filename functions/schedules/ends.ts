import { isGroupId, newId } from "../../shared/model/id.ts";
import { letterOf, taskOf } from "../../shared/model/outbox.ts";
import { endsToTell, toldFrom } from "../../shared/model/reminder.ts";
import type { Key } from "../../shared/table/client.ts";
import { commit, Outdated, type Write } from "../../shared/table/commit.ts";
import * as letters from "../../shared/table/letters.ts";
import * as reminders from "../../shared/table/reminders.ts";
import * as tasks from "../../shared/table/tasks.ts";

/** Tells the holder of roles that end soon, once: what is told is written down in the same transaction. Ends that have passed are only written down. */
export async function remind(key: Key): Promise<void> {
  const [binding, now] = [await reminders.read(key), new Date()];
  const ends = binding ? endsToTell(binding.roles, binding.reminded) : [];
  const until = ends.findLast((end) => toldFrom(end) <= now.toISOString());
  if (!binding || !until) return;
  const isAhead = until > now.toISOString();
  try {
    await commit(
      [reminders.mark(key, binding, until), ...(isAhead ? [word(binding, until, now)] : [])],
      new Date(now.getTime() + 8_000),
    );
  } catch (error) {
    // Somebody has just changed the roles: the next minute sees which ends there are now.
    if (!(error instanceof Outdated)) throw error;
  }
}

type Read = NonNullable<Awaited<ReturnType<typeof reminders.read>>>;

/** To a person a letter; the members of a group are told by the worker. */
function word({ principal, customer, project, version }: Read, until: string, now: Date): Write {
  const id = newId("event", now);
  const cause = {
    id,
    at: now.toISOString(),
    requestId: id,
    customerId: customer,
    actor: { type: "system" as const, id: "sweep" },
    projectId: project,
  };
  return isGroupId(principal)
    ? tasks.write(taskOf(cause, "access-ending", principal, { version, until }))
    : letters.write(letterOf(cause, "access-ending", principal, { version, until }));
}
