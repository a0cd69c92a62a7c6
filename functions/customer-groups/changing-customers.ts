import { changeGroup } from "../../shared/lambda/change-group.ts";
import type { StoredCustomerGroup } from "../../shared/model/customer-group.ts";
import type { GroupChange, GroupChangeResult } from "../../shared/model/group-change.ts";
import * as customerGroups from "../../shared/table/customer-groups.ts";
import { add } from "./adding.ts";
import { type Asking, mustBeHere } from "./known.ts";
import { take } from "./removing.ts";

/** Puts many customers into a group and takes many out, each by itself. */
export function changeCustomers(
  asking: Asking & { body: GroupChange; deadline: Date },
  group: StoredCustomerGroup,
): Promise<GroupChangeResult> {
  const groupAt = async (attempt: number) =>
    attempt === 1 ? group : mustBeHere(await customerGroups.byId(group.id), asking);
  return changeGroup(asking, {
    in: async (id, attempt) => (await add(asking, await groupAt(attempt), id)).isNew,
    out: async (id, attempt) => take(asking, await groupAt(attempt), id),
  });
}
