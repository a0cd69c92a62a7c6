import { changeGroup } from "../../shared/lambda/change-group.ts";
import type { GroupChange, GroupChangeResult } from "../../shared/model/group-change.ts";
import type { StoredUserGroup } from "../../shared/model/user-group.ts";
import { type GroupRead, readPerson } from "../../shared/table/group-members.ts";
import { add } from "./adding.ts";
import { type Asking, lineIn } from "./asking.ts";
import { remove } from "./removing.ts";

/** Puts many people into a group and takes many out, each by themselves. */
export function change(
  asking: Asking & { body: GroupChange; deadline: Date },
  group: GroupRead & { group: StoredUserGroup },
): Promise<GroupChangeResult> {
  const personOf = (id: string) => readPerson(lineIn(asking), group.group.id, id);
  return changeGroup(asking, {
    in: async (id) => (await add(asking, group, id, await personOf(id))).isNew,
    out: async (id) => remove(asking, group, id, await personOf(id)),
  });
}
