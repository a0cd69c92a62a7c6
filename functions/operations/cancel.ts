import { rightsOf } from "../../shared/access/operation-kinds.ts";
import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { isFinished } from "../../shared/model/operation.ts";
import { seenOperation } from "../../shared/model/operation-progress.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as events from "../../shared/table/events.ts";
import * as openClosings from "../../shared/table/open-closings.ts";
import * as operations from "../../shared/table/operations.ts";
import * as tasks from "../../shared/table/tasks.ts";
import { changeable, named, turned } from "./following.ts";

/** One that nobody has begun ends at once; one under way when its present page is done. */
export const run = useCase(api.operations.cancel, named, async (request) => {
  const operation = await changeable(request);
  const { caller, now, happened, commit } = request;
  if (!rightsOf(operation.kind).cancelling)
    throw new Refusal(
      "not_cancellable",
      "This cannot be cancelled: what it clears up after has happened.",
    );
  if (operation.state === "cancelled" || (operation.cancelledBy && !isFinished(operation)))
    return seenOperation(operation);
  if (isFinished(operation))
    throw new Refusal("operation_finished", "There is nothing left to cancel: it is over.");
  const at = now.toISOString();
  const asked = { ...operation, cancelledBy: caller.id, updatedAt: at };
  const event = events.recordAnywhere(happened(turned(operation, "cancelled")));
  if (operation.state === "running") {
    await commit([operations.wake(asked), event]);
    return seenOperation(asked);
  }
  const cancelled = { ...asked, state: "cancelled" as const, finishedAt: at };
  await commit([
    ...openClosings.uncount(cancelled),
    operations.begin(cancelled),
    tasks.remove(operation.asked.event),
    event,
  ]);
  return seenOperation(cancelled);
});
