import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenRequest } from "../../shared/model/access-request.ts";
import * as accessRequests from "../../shared/table/access-requests.ts";

export const run = useCase(api.accessRequests.list, async ({ customer, query, now }) => {
  const { items, nextCursor } = await accessRequests.ofCustomer(customer.id, query);
  const seen = items.map((one) => seenRequest(one, now));
  return {
    items: seen.filter(({ state }) => !query.state || state === query.state),
    nextCursor,
  };
});
