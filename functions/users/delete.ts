import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { queuedOperation } from "../../shared/model/operation.ts";
import { seenOperation } from "../../shared/model/operation-progress.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { recordedRoles } from "../../shared/model/role.ts";
import * as admins from "../../shared/table/admins.ts";
import * as deletionCounts from "../../shared/table/deletion-counts.ts";
import * as events from "../../shared/table/events.ts";
import * as tasks from "../../shared/table/tasks.ts";
import * as users from "../../shared/table/users.ts";
import { permissionOn, userOf } from "./turn.ts";

export const run = useCase(api.users.delete, { ahead: userOf }, async (request) => {
  const { ahead: user, decision, now, mustMatch, happened, commit, isRehearsal } = request;
  if (!user) throw new Refusal("not_found");
  permissionOn(user, "platform.users.delete", decision);
  mustMatch(user.version);
  const before = { status: user.status, roles: recordedRoles(user.platformRoles ?? {}) };
  const event = happened({ type: "user.deleted", subject: user.id, before });
  const task = taskOf(event, "user-deleted", user.id, { address: user.email });
  await commit([
    ...users.erase(user, now),
    ...admins.count(user.id, user.status === "active" ? (user.platformRoles ?? {}) : {}, {}),
    events.recordOfUser(event),
    tasks.write(task),
  ]);
  if (isRehearsal)
    return { dryRun: true, kind: task.task, counts: await deletionCounts.ofPerson(user) };
  return { dryRun: false, ...seenOperation(queuedOperation(task)) };
});
