import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import type { StoredOperation } from "../../shared/model/operation.ts";
import { seenOperation, tryingAgain } from "../../shared/model/operation-progress.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as events from "../../shared/table/events.ts";
import * as openClosings from "../../shared/table/open-closings.ts";
import * as operations from "../../shared/table/operations.ts";
import * as tasks from "../../shared/table/tasks.ts";
import { changeable, named, turned } from "./following.ts";

/** Tries what failed once more and leaves alone what was done; one that stopped goes on, too. */
export const run = useCase(api.operations.retry, named, async (request) => {
  const operation = await changeable(request);
  if (operation.state === "running" && operation.retry) return seenOperation(operation);
  if (operation.memory?.isBlocked === true)
    throw new Refusal("nothing_to_retry", "Nothing was begun. Start it anew when the way is free.");
  const hasStopped = operation.state === "failed";
  if (!hasStopped && !(operation.state === "done" && operation.failed > 0))
    throw new Refusal("nothing_to_retry", reasonOf(operation));
  const again = tryingAgain(operation, request.now.toISOString());
  const event = request.happened(turned(operation, "retried"));
  await request.commit([
    ...openClosings.countAgain(again),
    operations.wake(again),
    ...(hasStopped ? [tasks.putBack(operation.asked, request.now)] : []),
    events.recordAnywhere(event),
  ]);
  return seenOperation(again);
});

function reasonOf({ state }: StoredOperation): string {
  if (state === "done") return "Nothing of it failed.";
  if (state === "cancelled") return "It was cancelled. Start it anew instead.";
  return "It is still under way. What fails can be tried again when it is done.";
}
