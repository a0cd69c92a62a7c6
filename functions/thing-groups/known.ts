import { Refusal } from "../../shared/model/refusal.ts";
import type { StoredThingGroup } from "../../shared/model/thing-group.ts";
import { allGroup } from "../../shared/model/thing-group-id.ts";
import type { Owned } from "../../shared/table/thing-counters.ts";
import * as thingGroups from "../../shared/table/thing-groups.ts";

/** The group that a path names; that of all is stored nowhere. */
export const groupOf = async (_: unknown, { params }: { params: { thingGroup: string } }) =>
  params.thingGroup === allGroup ? undefined : thingGroups.byId(params.thingGroup);

/** Refuses a group of another owner or for another kind, as if there were none. */
export function mustBeHere(group: StoredThingGroup | undefined, owned: Owned): StoredThingGroup {
  if (!group || !thingGroups.isFor(group, owned)) throw new Refusal("not_found");
  return group;
}

/** The same, refusing to change the group of all. */
export function mustBeMade(
  group: StoredThingGroup | undefined,
  owned: Owned,
  { thingGroup }: { thingGroup: string },
): StoredThingGroup {
  if (thingGroup === allGroup) throw new Refusal("group_of_all");
  return mustBeHere(group, owned);
}
