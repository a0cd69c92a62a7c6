import { need } from "../../shared/access/need.ts";
import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { matching } from "../../shared/model/held-access.ts";
import { sourcesFrom } from "./above.ts";
import { pageAlong } from "./along.ts";
import { allOf, membersOf } from "./holders.ts";
import { allAlong } from "./inherited.ts";

export const run = useCase(api.access.list, async (request) => {
  const { caller, customer, ancestors, decision, query, now } = request;
  const { principal, inherited } = query;
  if (principal !== caller.id) need(decision, "customer.members.view");
  const line = [customer.id, ...ancestors] as const;
  if (principal) {
    const all = inherited
      ? await allAlong(principal, { line }, now)
      : await allOf(principal, customer.id, undefined, now);
    return { items: matching(all, query) };
  }
  const own = membersOf(customer.id, now);
  const here = { name: customer.id, lists: async () => [own] };
  const { items, nextCursor } = inherited
    ? await pageAlong([here, ...sourcesFrom(1, line, now)], query)
    : await own.page(query);
  return { items: matching(items, query), nextCursor };
});
