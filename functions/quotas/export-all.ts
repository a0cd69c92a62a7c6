import * as api from "../../shared/api/index.ts";
import { quotasOf } from "../../shared/lambda/quotas.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import * as customerList from "../../shared/table/customer-list.ts";

/** Customers of a page: each has counters of its own, which are asked for side by side. */
const atMost = 25;

/** Closed customers have nothing and may have nothing. */
export const run = useCase(api.quotas.exportAll, async ({ query }) => {
  const limit = Math.min(query.limit, atMost);
  const page = await customerList.beginningWith(query.q ?? "", { ...query, limit });
  const there = page.items.filter(({ status }) => status !== "deleted");
  const items = await Promise.all(
    there.map(async (customer) => ({
      ...customer,
      ...(await quotasOf(customer.id, { strong: false })),
    })),
  );
  return { ...page, items };
});
