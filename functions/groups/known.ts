import { Refusal } from "../../shared/model/refusal.ts";
import type { StoredUserGroup } from "../../shared/model/user-group.ts";
import * as userGroups from "../../shared/table/user-groups.ts";

/** The group that a path names. */
export const groupOf = (_: unknown, { params }: { params: { group: string } }) =>
  userGroups.byId(params.group);

/** Refuses a group of another customer, or of the platform, as if there were none. */
export function mustBeHere(
  group: StoredUserGroup | undefined,
  customer?: { id: string },
): StoredUserGroup {
  if (!group || group.customer !== customer?.id) throw new Refusal("not_found");
  return group;
}
