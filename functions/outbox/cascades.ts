import { enqueue } from "../../shared/lambda/work.ts";
import type { StoredOperation } from "../../shared/model/operation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import { accessLeft } from "./access-left.ts";
import { cascaded } from "./cascaded.ts";
import { concerned, endsAnyAccess, membersFrom, namelessOf, remnantsOf } from "./group-members.ts";
import type { Batch, Kind, Part } from "./kind.ts";
import { lapse } from "./lapse.ts";
import { lapseUnfounded } from "./lapse-unfounded.ts";
import { losses, memoryOf } from "./losses.ts";
import { mustShowRoles } from "./must-show.ts";
import { leftBelow, projectAccess, restingOn } from "./project-access.ts";
import type { Removed } from "./removed.ts";
import { revokeKeys } from "./revoke-keys.ts";
import { groupMembers } from "./see-members.ts";
import { withdraw } from "./withdraw.ts";
import { withdrawOfOthers } from "./withdraw-of-others.ts";

/** The same, and what was lost is remembered for the letters. */
export const toldAccess: Part<Removed> = {
  ...projectAccess,
  after: (removed, { operation, task }) => ({ ...losses(removed, operation, task) }),
};

/** Invitations that somebody sent, keys that they were shown, and what they asked for. */
async function endWhatRested(task: Task): Promise<void> {
  await withdraw(task);
  await withdrawOfOthers(task);
  await revokeKeys(task);
  await lapseUnfounded(task);
  if (losesAccess(task)) await lapse(task.subject, task);
}

/** True where customer access of the subject itself was lost, though it may be back. */
const losesAccess = ({ task, project, before = [], after = [] }: Task) =>
  /^(member-removed|group-deleted|access-interrupted)$/.test(task) ||
  (task === "group-changed" && !project && before.length > 0 && after.length === 0);

/** The same, of somebody or a group who is out altogether: nobody finds them any more. */
async function endAll(task: Task, operation: string): Promise<void> {
  await endWhatRested(task);
  await enqueue({ phrasesOf: task.subject }, task.subject, `${operation}.phrases`);
}

/** Nothing is to be removed page by page. */
export const rightLost: Kind = { parts: {}, begin: endWhatRested, next: async () => undefined };

/** Takes the project access that rested on one customer binding. */
export const accessInterrupted: Kind = {
  parts: { "project-access": toldAccess },
  begin: endWhatRested,
  next: ({ cursor }, task) => restingOn(task, cursor),
  finish: cascaded,
};

/** Takes the same at customers below. */
export const groupLeft: Kind = {
  ...accessInterrupted,
  parts: { ...accessInterrupted.parts, "access-left": accessLeft },
  next: async ({ cursor }, task) => {
    const own = cursor?.includes("/") ? undefined : await nextHere(task, cursor);
    return own ?? leftBelow(task, cursor?.includes("/") ? cursor : undefined);
  },
};

export const memberRemoved: Kind = { ...groupLeft, begin: endAll };

const nextHere = async (task: Task, cursor?: string) =>
  task.under ? restingOn(task, cursor) : undefined;

/** Takes what a group had, and then what each of its members loses with it. */
export const groupChanged: Kind = {
  parts: { ...groupLeft.parts, members: groupMembers },
  begin: (task) => (task.customerGroup ? mustShowRoles(task) : endWhatRested(task)),
  next: async (operation, task) =>
    (await nextOwn(operation, task)) ?? (await nextOfMembers(operation, task)),
  finish: cascaded,
  looksAgain: () => true,
};

export const groupDeleted: Kind = { ...groupChanged, begin: endAll };

/** Tells the members of a group of an end that comes near; it changes nothing. */
export const accessEnding: Kind = {
  parts: groupChanged.parts,
  next: groupChanged.next,
  begin: endWhatRested,
  looksAgain: () => true,
};

/** The group's own, there and then below. */
async function nextOwn(operation: StoredOperation, task: Task): Promise<Batch | undefined> {
  if (operation.cursor || !endsAnyAccess(task)) return undefined;
  const cursor = memoryOf(operation).own || undefined;
  const batch = await groupLeft.next({ ...operation, cursor }, task);
  if (!batch || batch === "later") return undefined;
  return { ...batch, cursor: undefined, memory: { own: batch.cursor } };
}

async function nextOfMembers(operation: StoredOperation, task: Task): Promise<Batch | undefined> {
  const { cursor } = operation;
  const { items, last } = await membersFrom(task, operation);
  if (!last) return undefined;
  const members = items.length > 0 ? await concerned(items, task) : [];
  const remnants = await remnantsOf(members, task, memoryOf(operation).binding);
  if (!remnants) return { part: "members", things: items.map(namelessOf), cursor: last };
  const { position: binding, ...page } = remnants;
  return { ...page, cursor, memory: { binding } };
}
