import { Refusal } from "../../shared/model/refusal.ts";
import type { UserGroup } from "../../shared/model/user-group.ts";
import * as userGroups from "../../shared/table/user-groups.ts";

/** The group that a path names. */
export const groupOf = (_: unknown, { params }: { params: { group: string } }) =>
  userGroups.byId(params.group);

/** Refuses a group of another customer as if there were none. */
export function mustBeHere(group: UserGroup | undefined, { id }: { id: string }): UserGroup {
  if (group?.customer !== id) throw new Refusal("not_found");
  return group;
}
