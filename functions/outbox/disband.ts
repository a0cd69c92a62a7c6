import type { Membership } from "../../shared/model/user-group.ts";
import * as memberships from "../../shared/table/memberships.ts";
import { membersAtOnce } from "./group-members.ts";
import type { Kind, Part } from "./kind.ts";
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
  next: async ({ cursor }, { subject }) => {
    const options = { limit: membersAtOnce, after: cursor };
    const { items } = await memberships.ofGroup(subject, options);
    const things = items.map((one) => ({ ...one, id: one.principal }));
    return things.length > 0
      ? { part: "members", things, cursor: things.at(-1)?.principal }
      : undefined;
  },
  looksAgain: () => true,
};
