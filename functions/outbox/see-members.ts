import type { StoredOperation } from "../../shared/model/operation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import { commit, Outdated, type Write } from "../../shared/table/commit.ts";
import * as letters from "../../shared/table/letters.ts";
import * as memberships from "../../shared/table/memberships.ts";
import * as projects from "../../shared/table/projects.ts";

import { type Concerned, concerned, membersAtOnce, type Nameless } from "./group-members.ts";
import type { Part } from "./kind.ts";
import { lapse } from "./lapse.ts";
import { memoryOf } from "./losses.ts";
import { letterFor, type Told } from "./member-letters.ts";

/** Sees to some members of a group that changed: members of a deleted group leave it, and each is told once of what they lost. */
export const groupMembers: Part<Nameless> = {
  counts: "members",
  together: membersAtOnce,
  take: async (items, { operation, task }) => {
    const told = await toldOf(operation, task);
    const members = await concerned(items, task);
    return Promise.all(members.map((member) => see(member, told, operation, task)));
  },
  after: () => ({ lostBy: {}, own: "", binding: "" }),
};

async function toldOf(operation: StoredOperation, task: Task): Promise<Told> {
  const memory = memoryOf(operation);
  const { lost = [], lostBy = {} } = memory;
  const ids = [...new Set([lost, ...Object.values(lostBy).map(({ projects }) => projects)].flat())];
  const found = ids.length > 0 ? await projects.byIds(task.customer ?? "", ids) : [];
  const nameOf = (id: string) => found.find((project) => project.id === id)?.displayName ?? id;
  return { ...memory, nameOf };
}

/** What others changed meanwhile is found at the next look; a letter that is there already says that all of it was done. The last look sees some of them again. */
async function see(member: Concerned, told: Told, { state }: StoredOperation, task: Task) {
  const { membership, isOut } = member;
  const letter = letterFor(member, told, task);
  const writes: Write[] = [
    // What rests on it elsewhere was looked for at everybody, whatever an index that is behind shows.
    ...(task.task === "group-deleted" ? memberships.leave({ ...membership, carries: true }) : []),
    ...(letter ? [letters.write(letter)] : []),
  ];
  let isNew = writes.length > 0;
  try {
    await commit(writes, new Date(Date.now() + 8_000));
  } catch (error) {
    if (!(error instanceof Outdated)) throw error;
    const isLeft = task.task === "group-deleted" && !(await memberships.read(membership));
    if (!isLeft && !(letter && (await letters.exists(letter)))) throw error;
    isNew = false;
  }
  if (isOut) await lapse(membership.principal, task);
  return isNew || state !== "done";
}
