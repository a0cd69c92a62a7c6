import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { groupMemberOf } from "../../shared/model/user-group.ts";
import * as memberships from "../../shared/table/memberships.ts";
import * as userGroups from "../../shared/table/user-groups.ts";

export const run = useCase(
  api.groupMembers.listOnPlatform,
  {
    ahead: (_, { params, query }) =>
      Promise.all([userGroups.byId(params.group), memberships.ofGroup(params.group, query)]),
  },
  async ({ ahead: [group, { items, nextCursor }] }) => {
    if (!group || group.customer !== undefined) throw new Refusal("not_found");
    return { items: items.map(groupMemberOf), nextCursor };
  },
);
