import type { Membership } from "../../shared/model/user-group.ts";
import * as memberships from "../../shared/table/memberships.ts";
import type { Kind, Part } from "./kind.ts";
import { nextMembers } from "./next-members.ts";
import { committed } from "./revoke.ts";
import { revokeKeys } from "./revoke-keys.ts";

const members: Part<Membership> = {
  counts: "members",
  take: async ([one], { again }) => [
    one ? (await committed(memberships.leave(one))) || again : false,
  ],
};

/** Has the members leave a group of the platform that was deleted. What they had through it ended with the group. */
export const adminGroupDeleted: Kind = {
  parts: { members },
  begin: revokeKeys,
  next: nextMembers,
  looksAgain: () => true,
};
