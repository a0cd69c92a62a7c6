import { letterOf, type Task } from "../../shared/model/outbox.ts";
import type { Membership } from "../../shared/model/user-group.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as letters from "../../shared/table/letters.ts";
import * as memberships from "../../shared/table/memberships.ts";
import { causeOf } from "./cause.ts";
import type { Kind, Part } from "./kind.ts";
import { loseAccess } from "./lose-access.ts";
import { nextMembers } from "./next-members.ts";
import { committed } from "./revoke.ts";
import { revokeKeys } from "./revoke-keys.ts";

const members: Part<Membership> = {
  counts: "members",
  take: async ([one], { task, again }) => [one ? (await leave(one, task)) || again : false],
};

/** What rested on the roles of the group at customers goes with it. */
async function leave(one: Membership, task: Task): Promise<boolean> {
  const isGone = await committed([
    ...memberships.leave(one),
    ...(one.carries ? [] : told(one, task)),
  ]);
  if (!isGone || !one.carries) return isGone;
  await loseAccess(one.principal, task);
  // Whoever was told of projects that they lost was told of this, too.
  await committed(told(one, task));
  return true;
}

function told({ principal }: Membership, task: Task): Write[] {
  const { holdings, actor } = task;
  if (!holdings || principal === actor) return [];
  const said = { version: 0, lost: { customer: false, projects: [], count: 0 }, holdings };
  return [letters.write(letterOf(causeOf(task, new Date()), "access-revoked", principal, said))];
}

/** Has the members leave a group of the platform that was deleted. What they had through it ended with the group. */
export const adminGroupDeleted: Kind = {
  parts: { members },
  begin: revokeKeys,
  next: nextMembers,
  looksAgain: () => true,
};
