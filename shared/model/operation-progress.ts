import { isFinished, type Operation, type StoredOperation } from "./operation.ts";

/** An operation as people see it: with how far it is, how fast it goes and when it may end. */
export function seenOperation(operation: StoredOperation): Operation {
  const { done, failed, state } = operation;
  // Between counting and the end some things came, and others went by themselves.
  const counted = state === "done" ? 0 : (operation.total ?? 0);
  const total = operation.total === undefined ? undefined : Math.max(counted, done + failed);
  return {
    ...operation,
    progress: { done: done + failed, ...(total !== undefined && { total }), ...paceOf(operation) },
    results: { done, failed },
  };
}

/** Pace of the present go; none before the first page is done. */
function paceOf(operation: StoredOperation): Partial<Operation["progress"]> {
  const { pace, done, failed, total, updatedAt } = operation;
  const seconds = pace ? (Date.parse(updatedAt) - Date.parse(pace.since)) / 1000 : 0;
  const lately = done + failed - (pace?.done ?? 0);
  if (seconds <= 0 || lately <= 0) return {};
  const perSecond = Math.round((lately / seconds) * 100) / 100;
  if (total === undefined || isFinished(operation) || perSecond === 0) return { perSecond };
  const left = Math.max(0, total - done - failed);
  const end = new Date(Date.parse(updatedAt) + (left / perSecond) * 1000);
  return { perSecond, estimatedEnd: end.toISOString() };
}

/** An operation that is over as it goes on: with what failed, and with the rest if it stopped before its end. */
export function tryingAgain(operation: StoredOperation, at: string): StoredOperation {
  const { finishedAt: _, failure: __, stumbles: ___, ...rest } = operation;
  const { receipts, done, failed, state, steps, pace } = operation;
  return {
    ...rest,
    state: "running",
    updatedAt: at,
    steps: steps + 1,
    // Without one it stopped before its first page: what comes before that is still to be done.
    ...(pace && { pace: { since: at, done: done + failed } }),
    retry: { before: receipts, only: state === "done" },
  };
}
