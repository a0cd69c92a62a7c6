import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { operationOf } from "../../shared/model/id.ts";
import { queuedOperation } from "../../shared/model/operation.ts";
import { seenOperation } from "../../shared/model/operation-progress.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as closingLists from "../../shared/table/closing-lists.ts";
import * as customers from "../../shared/table/customers.ts";
import * as events from "../../shared/table/events.ts";
import * as tasks from "../../shared/table/tasks.ts";
import { previewOf } from "./close-many-preview.ts";

/** Closes nothing itself: what may be closed, and by whom, is decided for each customer when its turn comes. */
export const run = useCase(api.customers.closeMany, async (request) => {
  const { caller, body, query, happened, commit } = request;
  const { confirm, reason, recursive = false } = body;
  const ids = [...new Set(body.ids)];
  if (query.dryRun)
    return { dryRun: true, confirm: ids.length, preview: await previewOf(request, ids) };
  if (confirm !== ids.length)
    throw new Refusal("invalid", "Type in confirm how many different customers ids names.", {
      errors: [{ pointer: "/confirm", message: `must be ${ids.length}` }],
    });
  const event = happened({
    ...{ type: "platform.closings.started", subject: caller.id, reason },
    after: { customers: ids.length },
  });
  const operation = operationOf(event.id);
  const input = { reason, recursive, customers: ids.length };
  const task = taskOf(event, "closings", caller.id, { input });
  await commit(
    [
      events.recordOfUser(event),
      tasks.write(task),
      ...closingLists.list(operation, await inTurn(ids, recursive)),
    ],
    { operation },
  );
  return { dryRun: false, ...seenOperation(queuedOperation(task)) };
});

/** What takes others along comes before them, what they stand in the way of after them. */
async function inTurn(ids: readonly string[], recursive: boolean): Promise<string[]> {
  const found = await customers.byIds(ids);
  const levels = new Map(found.map(({ id, path }) => [id, path.length]));
  const levelOf = (id: string) => levels.get(id) ?? 0;
  return ids.toSorted((one, other) => (levelOf(one) - levelOf(other)) * (recursive ? 1 : -1));
}
