import { log } from "../../shared/lambda/log.ts";
import type { StoredApiKey } from "../../shared/model/api-key.ts";
import { isApiUserId } from "../../shared/model/caller.ts";
import { isGroupId, newId, ownerOf } from "../../shared/model/id.ts";
import { letterOf, type Task } from "../../shared/model/outbox.ts";
import { revoke } from "../../shared/table/api-key-removal.ts";
import * as apiKeys from "../../shared/table/api-keys.ts";
import { TooEarly, type Write } from "../../shared/table/commit.ts";
import * as events from "../../shared/table/events.ts";
import * as letters from "../../shared/table/letters.ts";
import * as userGroups from "../../shared/table/user-groups.ts";
import { committedAnew } from "./anew.ts";
import { causeOf } from "./cause.ts";
import { standingOf } from "./key-holders.ts";
import { isYoung } from "./must-show.ts";

/** Keys that go in one transaction. */
const keysAtOnce = 20;

/** Revokes the keys that were shown to whoever may no longer manage them, and tells the owners. */
export async function revokeKeys(task: Task): Promise<void> {
  if (!mayCostKeys(task)) return;
  if (await isEarly(task)) throw new TooEarly("The group is read too early");
  const { read, isComplete } = await apiKeys.readOf(ownerOf(task));
  // An index shows keys that were made shortly before only a little later.
  if (!isComplete && isYoung(task)) throw new TooEarly("The keys are read too early");
  for (const { keys } of read)
    for (const [person, [key]] of Map.groupBy(keys, ({ createdBy }) => createdBy))
      if (key && isConcerned(person, task)) await revokeOf(person, key.apiUser, task);
}

/** A project role gives nobody the right to manage keys, and no API user is shown any. */
const mayCostKeys = ({ task, project, subject }: Task) =>
  !project && !isApiUserId(subject) && task !== "project-deleted" && task !== "access-ending";

/** Groups, roles and moves concern everybody who may hold by them. */
const isConcerned = (person: string, { task, subject }: Task) =>
  /^(role-narrowed|customer-moved|customer-ungrouped)$/.test(task) ||
  isGroupId(subject) ||
  person === subject;

/** True while the table still shows a group of the platform as it was. */
async function isEarly({ task, subject, customer, version = 0 }: Task): Promise<boolean> {
  if (customer !== undefined || !isGroupId(subject)) return false;
  const group = await userGroups.byId(subject);
  return group !== undefined && (task === "admin-group-deleted" || group.version < version);
}

/** Revokes the keys of one API user that one person was shown, unless they may manage them, again, when it is written. */
async function revokeOf(person: string, apiUser: string, task: Task): Promise<void> {
  while (await committedAnew((now) => revoking(person, apiUser, task, now)))
    log.info("keys revoked", { customer: task.customer, apiUser });
}

async function revoking(person: string, apiUser: string, task: Task, now: Date): Promise<Write[]> {
  const [{ keys }, { mayManage, checks, owners }] = await Promise.all([
    apiKeys.readAll(apiUser),
    standingOf(person, task),
  ]);
  const theirs = keys.filter(({ createdBy }) => createdBy === person).slice(0, keysAtOnce);
  if (mayManage || theirs.length === 0) return [];
  const told = owners.filter((owner) => owner !== person);
  return [...revoke(keys, theirs, now), ...checks, ...records(theirs, told, task, now)];
}

/** An event for each key, and a letter for each owner. */
function records(
  revoked: readonly StoredApiKey[],
  owners: readonly string[],
  task: Task,
  now: Date,
): Write[] {
  const { customer, event: reason } = task;
  const all = revoked.map(({ id, apiUser: subject, expiresAt, createdBy }) => ({
    ...causeOf(task, now),
    id: newId("event", now),
    customerId: customer,
    type: `${customer ? "customer" : "platform"}.api-user.key.revoked` as const,
    actor: { type: "system" as const, id: "cascade" },
    subject,
    reason,
    before: { key: id, ...(expiresAt && { expiresAt }), shownTo: createdBy },
  }));
  const [event, [key]] = [all[0], revoked];
  if (!event || !key) return [];
  const { apiUser, createdBy: loser } = key;
  const cause = { ...event, actor: causeOf(task, now).actor };
  const said = { version: 1, apiUser, loser, count: revoked.length };
  return [
    ...all.map(events.recordAnywhere),
    ...owners.map((owner) => letters.write(letterOf(cause, "keys-revoked", owner, said))),
  ];
}
