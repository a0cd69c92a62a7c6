import { log } from "../../shared/lambda/log.ts";
import { enqueue, groupOf } from "../../shared/lambda/work.ts";
import type { StoredOperation } from "../../shared/model/operation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import { commit } from "../../shared/table/commit.ts";
import * as operations from "../../shared/table/operations.ts";
import type { Removed } from "../../shared/table/receipts.ts";
import * as receipts from "../../shared/table/receipts.ts";
import * as tasks from "../../shared/table/tasks.ts";
import { disband } from "./disband.ts";
import { emptyGroup } from "./empty-group.ts";
import { endWhatIsLeft, isEnding } from "./end-what-is-left.ts";
import { finish } from "./finish.ts";
import { forget } from "./forget.ts";
import { isOfGroup } from "./group-members.ts";
import { lapse } from "./lapse.ts";
import { lapseUnfounded } from "./lapse-unfounded.ts";
import { leavePage } from "./leave.ts";
import { leaveGroup } from "./leave-group.ts";
import { remnants, take } from "./remnants.ts";
import { repairPaths } from "./repair-paths.ts";
import { revokeKeys } from "./revoke-keys.ts";
import { seeMembers } from "./see-members.ts";
import { tellHolders } from "./tell-holders.ts";
import { withdraw } from "./withdraw.ts";
import { withdrawOfOthers } from "./withdraw-of-others.ts";

const heartbeat = 2 * 60_000;
const stepLasts = 30_000;
const pagesAtMost = 5;

/** Lambda stops loops it does not know; ours is allowed, so it counts for itself. */
const stepsAtMost = 20_000;

/** What was granted just before may come to light late: where an index or a person's every access is looked through, there is one more look, after this. */
const lastLookAfter = 60_000;

/** One bounded step of a cascade: at most 1,000 bindings or 30 seconds. Safe to run twice, late, and after a crash at any point. */
export async function step(id: string, number: number): Promise<void> {
  const { operation, task } = await operations.withTask(id);
  // Another message has done this step: following it too would make two chains of one.
  if (!operation || !task || operation.steps !== number) return;
  if (number >= stepsAtMost) return log.error("cascade too long", { operation: id, number });
  const until = Date.now() + stepLasts;
  if (operation.steps === 0 && task.task !== "customer-moved") await begin(task, id);
  let current = operation;
  for (let page = 0; page < pagesAtMost && Date.now() < until; page++) {
    const next = await goOn(current, task);
    if (!next) return end(current, task);
    current = next;
  }
  await enqueue({ operation: id, step: current.steps }, groupOf(task), `${id}.${current.version}`);
}

/** What is done before everything else: all of it may be done twice. */
async function begin(task: Task, operation: string): Promise<void> {
  // Nobody holds anything through a group of things.
  if (task.task === "thing-group-deleted") return;
  await endWhatRested(task);
  await lapseUnfounded(task);
  if (losesAccess(task)) await lapse(task.subject, task);
  if (!/^(member-removed|group-deleted)$/.test(task.task)) return;
  await enqueue({ phrasesOf: task.subject }, task.subject, `${operation}.phrases`);
}

/** True where customer access of the subject itself was lost, though it may be back. */
const losesAccess = ({ task, project, before = [], after = [] }: Task) =>
  /^(member-removed|group-deleted|access-interrupted)$/.test(task) ||
  (task === "group-changed" && !project && before.length > 0 && after.length === 0);

/** The next piece of work; undefined when all is done. */
async function goOn(operation: StoredOperation, task: Task) {
  if (task.task === "user-deleted")
    return (await leavePage(operation, task)) ?? (await leaveGroup(operation, task));
  // What rests on a group goes with the group.
  if (task.task === "user-unclaimed")
    return (await leaveGroup(operation, task)) ?? (await leavePage(operation, task));
  if (task.task === "customer-moved") return saved(await afterMove(operation, task));
  if (task.task === "admin-group-deleted") return saved(await disband(operation, task));
  if (task.task === "thing-group-deleted") return saved(await emptyGroup(operation, task));
  const told = isOfProject(task) ? await saved(await tellHolders(operation, task)) : undefined;
  if (told) return told;
  return (await removePage(operation, task)) ?? (await seeMembersOf(operation, task));
}

/** Who held roles on a project is told before they are taken. */
const isOfProject = ({ task }: Task) => /^project-/.test(task);

/** First every decision below is quick again, then what the move ended goes. */
const afterMove = async (operation: StoredOperation, task: Task) =>
  (isEnding(operation) ? undefined : await repairPaths(operation, task)) ??
  (await endWhatIsLeft(operation, task));

/** Invitations that somebody sent, and keys that they were shown. */
async function endWhatRested(task: Task): Promise<void> {
  await (task.task === "user-deleted" ? forget(task) : withdraw(task));
  await withdrawOfOthers(task);
  await revokeKeys(task);
}

/** Removes one page of bindings and saves that it did; undefined when none is left. The receipt is written first, so that a crash forgets nothing that was removed. */
async function removePage(operation: StoredOperation, task: Task) {
  const page = operation.receipts;
  const begun = await receipts.read(operation.id, page);
  // A page whose bindings all turned out to be others' says nothing of what is left.
  const isBegun = begun !== undefined && begun.length > 0;
  const planned = isBegun ? begun : await remnants(task, operation);
  if (planned.length === 0) return undefined;
  if (!isBegun) await receipts.write(operation.id, page, planned);
  const removed = await take(planned, task, { mayBeGone: isBegun });
  if (removed.length < planned.length) await receipts.write(operation.id, page, removed);
  const next = await save({
    ...{ ...operation, ...losses(operation, task, removed) },
    ...{ removed: operation.removed + removed.length, receipts: page + 1 },
  });
  log.info("cascade step", { operation: operation.id, removed: next.removed });
  return next;
}

/** Goes on with the members of a group that changed; undefined when there are none left, or none at all. */
async function seeMembersOf(operation: StoredOperation, task: Task) {
  return saved(isOfGroup(task) ? await seeMembers(operation, task) : undefined);
}

async function saved(seen: StoredOperation | undefined) {
  if (!seen) return undefined;
  const next = await save(seen);
  log.info("cascade step", { operation: next.id, members: next.members });
  return next;
}

/** Saves how far an operation is. */
async function save(done: StoredOperation): Promise<StoredOperation> {
  const now = new Date();
  const next = { ...done, steps: done.steps + 1, updatedAt: now.toISOString() };
  const awake = done.state === "done" ? undefined : new Date(now.getTime() + heartbeat);
  await commit([operations.advance(next, awake)], within(now));
  return { ...next, version: next.version + 1 };
}

/** What the letters will tell of: of a group, whose loss it is. */
function losses({ lost, lostBy = {} }: StoredOperation, task: Task, removed: readonly Removed[]) {
  const isShared = ({ principal }: Removed) => !isOfGroup(task) || principal === task.subject;
  const nameOf = ({ customer, project }: Removed) =>
    customer === task.customer ? project : `${customer}/${project}`;
  const names = removed.filter(isShared).map(nameOf);
  const own = Object.groupBy(
    removed.filter((one) => !isShared(one)),
    ({ principal }) => principal,
  );
  const added = Object.entries(own).map(([principal, some = []]) => {
    const { projects, count } = lostBy[principal] ?? { projects: [], count: 0 };
    const more = [...projects, ...some.map(nameOf)];
    return [principal, { projects: more.slice(0, 20), count: count + some.length }] as const;
  });
  return {
    lost: [...lost, ...names].slice(0, 20),
    lostBy: { ...lostBy, ...Object.fromEntries(added) },
  };
}

async function end(operation: StoredOperation, task: Task): Promise<void> {
  const now = new Date();
  if (operation.state !== "done" || operation.removed > operation.reported)
    await finish(operation, task, now);
  const lookAgain = new Date(Date.parse(task.createdAt) + lastLookAfter);
  const isSure = !mayMissSome(task) || lookAgain <= now;
  await commit(
    [isSure ? tasks.remove(task.event) : tasks.postpone(task.event, lookAgain)],
    within(now),
  );
}

/** True of work that is found by looking: what was granted just before may not be seen yet. */
const mayMissSome = (task: Task) =>
  /^(project|user|admin-group|thing-group)-deleted$|^(user-unclaimed|project-deletion-requested)$/.test(
    task.task,
  ) || isOfGroup(task);

const within = (now: Date) => new Date(now.getTime() + 8_000);
