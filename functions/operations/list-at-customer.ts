import { rightsOf } from "../../shared/access/operation-kinds.ts";
import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenOperation } from "../../shared/model/operation-progress.ts";
import * as operationLists from "../../shared/table/operation-lists.ts";

/** Those that the caller may read: their own, and each kind that they could have started. */
export const run = useCase(api.operations.listAtCustomer, async (request) => {
  const { customer, caller, decision, query } = request;
  const { items, nextCursor } = await operationLists.atCustomer(customer.id, query);
  const readable = items.filter(
    ({ startedBy, kind }) => startedBy === caller.id || decision.allows(...rightsOf(kind).takes),
  );
  return { items: readable.map(seenOperation), nextCursor };
});
