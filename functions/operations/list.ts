import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenOperation } from "../../shared/model/operation-progress.ts";
import * as operationLists from "../../shared/table/operation-lists.ts";

export const run = useCase(api.operations.list, async ({ caller, query }) => {
  const { items, nextCursor } = await operationLists.startedBy(caller.id, query);
  return { items: items.map(seenOperation), nextCursor };
});
