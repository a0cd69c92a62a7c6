import { newId, platform } from "../../shared/model/id.ts";
import type { Task } from "../../shared/model/outbox.ts";
import { commit } from "../../shared/table/commit.ts";
import * as events from "../../shared/table/events.ts";
import * as memberships from "../../shared/table/memberships.ts";
import * as users from "../../shared/table/users.ts";
import { causeOf } from "./cause.ts";
import type { Part } from "./kind.ts";
import { whyGone } from "./leave-customers.ts";
import { revokeKeys } from "./revoke-keys.ts";

/** Has a person leave groups, each named with its owner. Nobody puts a deleted person into one again; a record that nobody claimed stays in those that came later. */
export const leftGroups: Part<{ id: string }> = {
  // Each changes the record of the person.
  atOnce: 1,
  take: async ([entry], { task, again }) => [entry ? await leave(entry.id, task, again) : false],
};

async function leave(entry: string, task: Task, again: boolean): Promise<boolean> {
  const user = await users.byId(task.subject);
  if (![...(user?.groups ?? [])].includes(entry)) return again;
  const [owner = "", group = ""] = entry.split("/");
  const membership = await memberships.read({ principal: task.subject, group });
  const isLater = membership !== undefined && membership.at > task.createdAt;
  if (task.task === "user-unclaimed" && isLater) return again;
  const isOfPlatform = owner === platform;
  if (!isOfPlatform) await revokeKeys({ ...task, customer: owner });
  const now = new Date();
  const event = {
    ...causeOf(task, now),
    id: newId("event", now),
    customerId: isOfPlatform ? undefined : owner,
    type: `${isOfPlatform ? "platform" : "customer"}.group.member.removed` as const,
    subject: task.subject,
    before: { group },
    reason: whyGone(task),
  };
  const writes = membership
    ? [...memberships.leave(membership), events.recordAnywhere(event)]
    : [memberships.forget(task.subject, owner, group)];
  await commit(writes, new Date(now.getTime() + 8_000));
  return true;
}
