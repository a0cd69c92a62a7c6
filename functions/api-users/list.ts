import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";
import * as apiUsers from "../../shared/table/api-users.ts";

export const run = useCase(api.apiUsers.list, async ({ customer, decision, query }) => {
  const { items, nextCursor } = await apiUsers.ofOwner(customer.id, query);
  return { items: items.map((apiUser) => seenBy(decision, apiUser)), nextCursor };
});
