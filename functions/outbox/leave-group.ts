import { newId, platform } from "../../shared/model/id.ts";
import type { StoredOperation } from "../../shared/model/operation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import { commit } from "../../shared/table/commit.ts";
import * as events from "../../shared/table/events.ts";
import * as memberships from "../../shared/table/memberships.ts";
import * as operations from "../../shared/table/operations.ts";
import * as users from "../../shared/table/users.ts";
import { causeOf } from "./cause.ts";
import { whyGone } from "./leave.ts";
import { revokeKeys } from "./revoke-keys.ts";

const heartbeat = 2 * 60_000;

/** Has a person leave a group; undefined when they are in none any more. Nobody puts a deleted person into one again; a record that nobody claimed stays in those that came later. */
export async function leaveGroup(operation: StoredOperation, task: Task) {
  const found = await firstToLeave(task);
  if (!found) return undefined;
  const { owner, group, membership } = found;
  if (owner !== platform) await revokeKeys({ ...task, customer: owner });
  const now = new Date();
  const next = { ...operation, steps: operation.steps + 1, updatedAt: now.toISOString() };
  const awake = operation.state === "done" ? undefined : new Date(now.getTime() + heartbeat);
  const isOfPlatform = owner === platform;
  const event = {
    ...{ ...causeOf(task, now), id: newId("event", now) },
    customerId: isOfPlatform ? undefined : owner,
    type: `${isOfPlatform ? "platform" : "customer"}.group.member.removed` as const,
    ...{ subject: task.subject, before: { group }, reason: whyGone(task) },
  };
  await commit(
    [
      ...(membership
        ? [...memberships.leave(membership), events.recordAnywhere(event)]
        : [memberships.forget(task.subject, owner, group)]),
      operations.advance(next, awake),
    ],
    new Date(now.getTime() + 8_000),
  );
  return { ...next, version: next.version + 1 };
}

async function firstToLeave(task: Task) {
  const user = await users.byId(task.subject);
  for (const entry of user?.groups ?? []) {
    const [owner = "", group = ""] = entry.split("/");
    const membership = await memberships.read({ principal: task.subject, group });
    const isLater = membership !== undefined && membership.at > task.createdAt;
    if (task.task !== "user-unclaimed" || !isLater) return { owner, group, membership };
  }
  return undefined;
}
