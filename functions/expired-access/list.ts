import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { expiredAccessOf, horizonOf, isOnGroups } from "../../shared/model/expired-access.ts";
import * as ends from "../../shared/table/ends.ts";
import * as principals from "../../shared/table/principals.ts";

export const run = useCase(api.expiredAccess.list, async ({ customer, query, now }) => {
  const horizon = horizonOf(query.soon, now);
  const { items, nextCursor } = await ends.until(customer.id, horizon, query);
  const onGroups = items.filter(isOnGroups).map(({ principal }) => principal);
  const named = await principals.shownAs([...new Set(onGroups)]);
  return {
    items: items.flatMap((binding) => {
      const shown = isOnGroups(binding) ? named.get(binding.principal)?.shown : binding.shown;
      return shown ? expiredAccessOf(binding, shown, horizon, now) : [];
    }),
    nextCursor,
  };
});
