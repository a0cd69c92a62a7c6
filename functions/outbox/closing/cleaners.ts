import { apiUsers } from "./api-users.ts";
import type { Cleaner } from "./cleaner.ts";
import { customerGroups } from "./customer-groups.ts";
import { groupMembers, groups } from "./groups.ts";
import { invitations } from "./invitations.ts";
import { members } from "./members.ts";
import { membersAbove } from "./members-above.ts";
import { rest } from "./rest.ts";
import { roleUses } from "./roles.ts";
import { ownedThings } from "./things.ts";

/** Everything that goes with a customer, in the order in which it goes: whatever else belongs to customers registers itself here. */
export const cleaners: readonly Cleaner[] = [
  membersAbove,
  members,
  groupMembers,
  groups,
  apiUsers,
  invitations,
  ...customerGroups,
  ...ownedThings,
  roleUses,
  rest,
];
