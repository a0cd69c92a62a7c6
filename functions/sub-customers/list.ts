import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";
import * as subCustomers from "../../shared/table/sub-customers.ts";

export const run = useCase(api.subCustomers.list, async ({ customer, query, decision }) => {
  const { depth, limit, after } = query;
  const walk = { depth, ...(after && { after: after.split("/") }) };
  const items = [];
  let nextCursor: string | undefined;
  for await (const found of subCustomers.below(customer.id, walk)) {
    if (items.length === limit) return { items, nextCursor };
    items.push({ ...seenBy(decision, found.customer), depth: found.way.length });
    nextCursor = found.way.join("/");
  }
  return { items };
});
