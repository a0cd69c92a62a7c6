import type { Request } from "../../shared/lambda/use-case.ts";
import type { Caller } from "../../shared/model/caller.ts";
import { isPatched, patch, patchedFields } from "../../shared/model/patch.ts";
import type { StoredUserGroup, UserGroupChange } from "../../shared/model/user-group.ts";
import * as events from "../../shared/table/events.ts";
import * as userGroups from "../../shared/table/user-groups.ts";

interface Changing extends Pick<Request, "now" | "mustMatch" | "happened" | "commit"> {
  caller: Caller;
  body: UserGroupChange;
}

/** Changes what a group of a customer, or of the platform, is called. */
export async function change(request: Changing, group: StoredUserGroup): Promise<StoredUserGroup> {
  const { caller, body, now, mustMatch, happened, commit } = request;
  mustMatch(group.version);
  if (!isPatched(group, body)) return group;
  const changed = {
    ...patch(group, body),
    updatedAt: now.toISOString(),
    updatedBy: caller.id,
    version: group.version + 1,
  };
  const event = happened({
    type: `${group.customer ? "customer" : "platform"}.group.updated` as const,
    subject: group.id,
    before: patchedFields(group, body),
    after: patchedFields(changed, body),
  });
  await commit([userGroups.replace(changed, group.version, now), events.recordAnywhere(event)]);
  return changed;
}
