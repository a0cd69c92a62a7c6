import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { memberOf } from "../../shared/model/member.ts";
import * as bindings from "../../shared/table/bindings.ts";

export const run = useCase(api.members.list, async ({ customer, query, now }) => {
  const { items, nextCursor } = await bindings.onCustomer(customer.id, query);
  return { items: items.map((binding) => memberOf(binding, now)), nextCursor };
});
