import type { StoredOperation } from "../../shared/model/operation.ts";
import { letterOf, type Task } from "../../shared/model/outbox.ts";
import type { Membership } from "../../shared/model/user-group.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as letters from "../../shared/table/letters.ts";
import * as memberships from "../../shared/table/memberships.ts";
import * as projects from "../../shared/table/projects.ts";
import { accessLeft } from "./access-left.ts";
import { toldAccess } from "./cascades.ts";
import { causeOf } from "./cause.ts";
import { endElsewhere } from "./elsewhere.ts";
import type { Batch, Kind, Part } from "./kind.ts";
import { lapseUnfounded } from "./lapse-unfounded.ts";
import { memoryOf } from "./losses.ts";
import { nextMembers } from "./next-members.ts";
import type { Lost } from "./project-access.ts";
import { remnants } from "./remnants.ts";
import { committed } from "./revoke.ts";
import { revokeKeys } from "./revoke-keys.ts";

const members: Part<Membership> = {
  counts: "members",
  take: async ([one], { operation, task, again }) => {
    if (!one) return [false];
    await endElsewhere(one.principal, task);
    const lost = memoryOf(operation).lostBy?.[one.principal];
    const told = await letterFor(one.principal, lost, task);
    return [(await committed([...memberships.leave(one), ...told])) || again];
  },
  after: () => ({ lostBy: {}, binding: "" }),
};

/** One letter of all that a member loses, there and at customers. */
async function letterFor(person: string, lost: Lost | undefined, task: Task): Promise<Write[]> {
  const { holdings, actor } = task;
  if (!(holdings || lost) || person === actor) return [];
  const names = await Promise.all((lost?.projects ?? []).map(nameOf));
  const said = {
    version: 0,
    holdings,
    lost: { customer: false, projects: names, count: lost?.count ?? 0 },
  };
  return [letters.write(letterOf(causeOf(task, new Date()), "access-revoked", person, said))];
}

async function nameOf(place: string): Promise<string> {
  const [customer = "", project = ""] = place.split("/");
  const [found] = await projects.byIds(customer, [project]);
  return `${customer}/${found?.displayName ?? project}`;
}

/** What rested on the roles of the group at customers, and then those whom it was taken from, who are found by their membership until then. */
async function next(operation: StoredOperation, task: Task): Promise<Batch | undefined> {
  const page = await nextMembers(operation, task);
  const people = (page?.things ?? []) as Membership[];
  const carrying = people.flatMap(({ principal, carries }) => (carries ? [principal] : []));
  const left = await remnants(carrying, task, memoryOf(operation).binding);
  if (!left) return page;
  const { position: binding, ...found } = left;
  return { ...found, cursor: operation.cursor, memory: { binding } };
}

/** Has the members leave a group of the platform that was deleted. What they had through it ended with the group. */
export const adminGroupDeleted: Kind = {
  parts: { members, "access-left": accessLeft, "project-access": toldAccess },
  begin: async (task) => {
    await revokeKeys(task);
    await lapseUnfounded(task);
  },
  next,
  looksAgain: () => true,
};
