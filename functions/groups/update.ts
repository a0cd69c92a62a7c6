import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";
import { isPatched, patch, patchedFields } from "../../shared/model/patch.ts";
import * as events from "../../shared/table/events.ts";
import * as userGroups from "../../shared/table/user-groups.ts";
import { groupOf, mustBeHere } from "./known.ts";

export const run = useCase(api.groups.update, { ahead: groupOf }, async (request) => {
  const { caller, customer, body, decision, now, mustMatch, happened, commit } = request;
  const group = mustBeHere(request.ahead, customer);
  mustMatch(group.version);
  if (!isPatched(group, body)) return seenBy(decision, group);
  const changed = {
    ...patch(group, body),
    ...{ updatedAt: now.toISOString(), updatedBy: caller.id, version: group.version + 1 },
  };
  const event = happened({
    type: "customer.group.updated",
    subject: group.id,
    before: patchedFields(group, body),
    after: patchedFields(changed, body),
  });
  await commit([userGroups.replace(changed, group.version, now), events.record(event)]);
  return seenBy(decision, changed);
});
