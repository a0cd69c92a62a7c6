import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";
import { type Caller, groupsOf } from "../../shared/model/caller.ts";
import { chosenPage } from "../../shared/table/page.ts";
import * as userGroups from "../../shared/table/user-groups.ts";

export const run = useCase(api.groups.list, async ({ caller, customer, decision, query }) => {
  const { items, nextCursor } = decision.allows("customer.groups.view")
    ? await userGroups.ofOwner(customer.id, query)
    : chosenPage(await ownOf(caller, customer.id), query, userGroups.positionOf);
  return { items: items.map((group) => seenBy(decision, group)), nextCursor };
});

async function ownOf(caller: Caller, customer: string) {
  const own = await userGroups.byIds(groupsOf(caller, customer));
  return own.toSorted((one, other) =>
    userGroups.positionOf(one) < userGroups.positionOf(other) ? -1 : 1,
  );
}
