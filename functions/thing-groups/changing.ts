import { type At, ownedBy, recorded, shownTo } from "../../shared/lambda/things.ts";
import { isPatched, patch, patchedFields } from "../../shared/model/patch.ts";
import type { StoredThingGroup } from "../../shared/model/thing-group.ts";
import * as thingGroups from "../../shared/table/thing-groups.ts";
import { mustBeMade } from "./known.ts";

interface Changing extends At {
  params: At["params"] & { thingGroup: string };
  body: object;
  ahead: StoredThingGroup | undefined;
  mustMatch(version: number): void;
}

/** Changes what a group is called. */
export async function update(request: Changing) {
  const { caller, body, now, params, mustMatch, commit } = request;
  const group = mustBeMade(request.ahead, ownedBy(request), params);
  mustMatch(group.version);
  if (!isPatched(group, body)) return shownTo(request, group);
  const changed = {
    ...patch(group, body),
    updatedAt: now.toISOString(),
    updatedBy: caller.id,
    version: group.version + 1,
  };
  await commit([
    thingGroups.replace(changed, group),
    recorded(request, "thing-group.updated", {
      subject: group.id,
      before: patchedFields(group, body),
      after: patchedFields(changed, body),
    }),
  ]);
  return shownTo(request, changed);
}
