import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";
import * as customerList from "../../shared/table/customer-list.ts";

export const run = useCase(api.customers.listAll, async ({ query, decision }) => {
  const { q = "", status } = query;
  const { items, nextCursor } = await customerList.beginningWith(q, query);
  const wanted = items.filter((customer) => !status || customer.status === status);
  const viewer = { allows: () => decision.allows("platform.customers.users.view") };
  return { items: wanted.map((customer) => seenBy(viewer, customer)), nextCursor };
});
