import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { memberOf } from "../../shared/model/member.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";

export const run = useCase(api.members.list, async ({ customer, query, now }) => {
  const { items, nextCursor } = await bindingLists.onCustomer(customer.id, query);
  return { items: items.map((binding) => memberOf(binding, now)), nextCursor };
});
