import type { Task } from "../../shared/model/outbox.ts";
import type { Membership } from "../../shared/model/user-group.ts";
import * as memberships from "../../shared/table/memberships.ts";
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
  const isGone = await committed(memberships.leave(one));
  if (isGone && one.carries) await loseAccess(one.principal, task);
  return isGone;
}

/** Has the members leave a group of the platform that was deleted. What they had through it ended with the group. */
export const adminGroupDeleted: Kind = {
  parts: { members },
  begin: revokeKeys,
  next: nextMembers,
  looksAgain: () => true,
};
