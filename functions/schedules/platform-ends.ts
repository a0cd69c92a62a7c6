import { type AdminRecord, isGroup } from "../../shared/model/admin.ts";
import { newId } from "../../shared/model/id.ts";
import { letterOf, taskOf } from "../../shared/model/outbox.ts";
import { endsToTell, toldFrom } from "../../shared/model/reminder.ts";
import * as admins from "../../shared/table/admins.ts";
import type { Key } from "../../shared/table/client.ts";
import { commit, Outdated, type Write } from "../../shared/table/commit.ts";
import * as letters from "../../shared/table/letters.ts";
import * as platformEnds from "../../shared/table/platform-ends.ts";
import * as tasks from "../../shared/table/tasks.ts";

/** Tells whoever holds roles on the platform that end soon, once: what is told is written down in the same transaction. Ends that have passed, or that nobody has any more, are only written down. */
export async function remindOnPlatform(key: Key): Promise<void> {
  // In this order: roles that change after this outdate the write.
  const told = await platformEnds.read(key);
  if (!told) return;
  const [record, now] = [await admins.byId(told.principal), new Date()];
  const roles = record?.platformRoles ?? {};
  const due = endsToTell(roles, told.reminded).filter((end) => toldFrom(end) <= now.toISOString());
  const until = due.at(-1) ?? told.reminded ?? now.toISOString();
  const isAhead = due.length > 0 && until > now.toISOString();
  try {
    await commit(
      [
        platformEnds.mark(told, roles, until),
        ...(record && isAhead ? [word(record, until, now)] : []),
      ],
      new Date(now.getTime() + 8_000),
    );
  } catch (error) {
    // Somebody has just changed the roles: the next minute sees which ends there are now.
    if (!(error instanceof Outdated)) throw error;
  }
}

/** To a person a letter; the members of a group are told by the worker. */
function word(record: AdminRecord, until: string, now: Date): Write {
  const id = newId("event", now);
  const actor = { type: "system" as const, id: "sweep" };
  const cause = { id, at: now.toISOString(), requestId: id, customerId: undefined, actor };
  const said = { version: record.version, until };
  return isGroup(record)
    ? tasks.write(taskOf(cause, "admin-access-ending", record.id, said))
    : letters.write(letterOf(cause, "access-ending", record.id, said));
}
