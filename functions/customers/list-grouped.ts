import type { PageQuery } from "../../shared/api/contract.ts";
import { type Caller, isApiUser } from "../../shared/model/caller.ts";
import { allCustomers, platform } from "../../shared/model/id.ts";
import { customersOfGroups, groupsAt } from "../../shared/model/user.ts";
import * as customerGroupBindings from "../../shared/table/customer-group-bindings.ts";
import * as groupedCustomers from "../../shared/table/grouped-customers.ts";
import type { Page } from "../../shared/table/page.ts";
import * as subCustomers from "../../shared/table/sub-customers.ts";

/** The customers in each group on which the caller, or a group of theirs, was given roles, from after one of them; whether the roles count is for a decision. Nothing is read for whom nothing is held. */
export async function customersInGroups(
  caller: Caller,
  page: PageQuery,
): Promise<(Page<string> & { owner: string })[]> {
  if (isApiUser(caller)) return [];
  const held = [
    ...[...(caller.boundOn ?? [])].map((owner) => ({ principal: caller.id, owner })),
    ...customersOfGroups(caller).flatMap((owner) =>
      groupsAt(caller, owner).map((principal) => ({ principal, owner })),
    ),
  ];
  const bindings = await customerGroupBindings.ofEach(held);
  const groups = bindings.flatMap(({ owner, roles }) =>
    Object.keys(roles).map((group) => ({ owner, group })),
  );
  return Promise.all(groups.map(async (one) => ({ ...one, ...(await pageOf(one, page)) })));
}

async function pageOf(
  { owner, group }: { owner: string; group: string },
  { limit, after }: PageQuery,
): Promise<Page<string>> {
  // All that stand at the top are no list of one's own.
  if (group === allCustomers && owner === platform) return { items: [] };
  if (group === allCustomers) {
    const { items, nextCursor } = await subCustomers.rightBelow(owner, { limit, after });
    return { items: items.map(({ id }) => id), ...(nextCursor && { nextCursor }) };
  }
  const ids = await groupedCustomers.idsIn(group, { limit: limit + 1, after });
  const items = ids.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(ids.length > limit && last && { nextCursor: last }) };
}
