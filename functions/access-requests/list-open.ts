import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenRequest } from "../../shared/model/access-request.ts";
import * as accessRequests from "../../shared/table/access-requests.ts";

export const run = useCase(api.accessRequests.listOpen, async ({ query, now }) => {
  const { items, nextCursor } = await accessRequests.open(query);
  const seen = items.filter(({ customer }) => customer).map((one) => seenRequest(one, now));
  return { items: seen.filter(({ state }) => state === "pending"), nextCursor };
});
