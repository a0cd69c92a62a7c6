import { losesFounding } from "../../shared/access/losing.ts";
import { type AdminRecord, isGroup } from "../../shared/model/admin.ts";
import type { Event } from "../../shared/model/event.ts";
import { liveIn } from "../../shared/model/held-place.ts";
import { letterOf, letterOfChange, taskOf } from "../../shared/model/outbox.ts";
import type { RoleChange } from "../../shared/model/role-change.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as letters from "../../shared/table/letters.ts";
import * as tasks from "../../shared/table/tasks.ts";

/** What a change of platform roles asks for: a letter to a person, the work that tells the members of a group, and the end of what rested on it. */
export function followUp(changed: AdminRecord, change: RoleChange, event: Event): Write[] {
  const { id: principal, version } = changed;
  const at = new Date(event.at);
  // Roles that have ended gave nothing any more, and nobody misses them.
  const said = { version, before: liveIn(change.before, at), after: liveIn(change.after, at) };
  const letter = letterOfChange(said);
  const costs = losesFounding(change.before, change.after);
  if (isGroup(changed))
    return letter || costs
      ? [
          tasks.write(
            taskOf(event, "admin-group-changed", principal, { ...said, input: { costs } }),
          ),
        ]
      : [];
  return [
    ...(letter && principal !== event.actor.id
      ? [letters.write(letterOf(event, letter, principal, said))]
      : []),
    ...(costs ? [tasks.write(taskOf(event, "right-lost", principal, { version }))] : []),
  ];
}
