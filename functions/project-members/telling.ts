import type { ProjectBinding } from "../../shared/model/binding.ts";
import type { Event } from "../../shared/model/event.ts";
import { isGroupId } from "../../shared/model/id.ts";
import { type Letter, letterOf, taskOf } from "../../shared/model/outbox.ts";
import { roleIdsOf } from "../../shared/model/role.ts";
import type { RoleChange } from "../../shared/model/role-change.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as letters from "../../shared/table/letters.ts";
import * as tasks from "../../shared/table/tasks.ts";

/** Tells a person that their project roles changed; of a group, each member is told by the worker. */
export function tell(
  event: Event & { customerId: string },
  change: RoleChange,
  { principal, version }: Pick<ProjectBinding, "principal" | "version">,
  lost?: Letter["lost"],
): Write[] {
  const [before, after] = [roleIdsOf(change.before), roleIdsOf(change.after)];
  if (isGroupId(principal))
    return [
      tasks.write(
        taskOf(event, "group-changed", principal, {
          version,
          before,
          after,
          ...(lost && { name: lost.projects[0] }),
        }),
      ),
    ];
  const kind =
    after.length === 0 ? "access-revoked" : before.length > 0 ? "roles-changed" : "access-granted";
  const said = { version, before, after, ...(lost && { lost }) };
  return [letters.write(letterOf(event, kind, principal, said))];
}
