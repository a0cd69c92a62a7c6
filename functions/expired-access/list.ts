import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { expiredAccessOf, horizonOf } from "../../shared/model/expired-access.ts";
import * as ends from "../../shared/table/ends.ts";

export const run = useCase(api.expiredAccess.list, async ({ customer, query, now }) => {
  const horizon = horizonOf(query.soon, now);
  const { items, nextCursor } = await ends.until(customer.id, horizon, query);
  return { items: items.map((binding) => expiredAccessOf(binding, horizon, now)), nextCursor };
});
