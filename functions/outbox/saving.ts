import type { StoredOperation } from "../../shared/model/operation.ts";
import { commit, Outdated, type Write } from "../../shared/table/commit.ts";
import * as openClosings from "../../shared/table/open-closings.ts";
import * as operations from "../../shared/table/operations.ts";
import * as tasks from "../../shared/table/tasks.ts";

/** Saves how far an operation is together with what it did. That its end was asked for meanwhile is kept; anybody else's work on it is not overwritten. */
export async function save(
  next: StoredOperation,
  writes: readonly Write[] = [],
): Promise<StoredOperation> {
  const now = new Date();
  const saved = { ...next, updatedAt: now.toISOString() };
  try {
    await commit([...writes, operations.advance(saved)], within(now));
    return { ...saved, version: saved.version + 1 };
  } catch (error) {
    if (!(error instanceof Outdated)) throw error;
    const { operation } = await operations.withTask(next.id);
    const { version, cancelledBy } = operation ?? {};
    if (!cancelledBy || next.cancelledBy || version !== next.version + 1) throw error;
    return save({ ...next, version, ...(next.state === "running" && { cancelledBy }) }, writes);
  }
}

/** Ends an operation before everything is done; what was done stays done. */
export async function stop(
  operation: StoredOperation,
  state: "failed" | "cancelled",
  failure?: string,
): Promise<void> {
  const finishedAt = new Date().toISOString();
  const ended = { ...operation, state, finishedAt, ...(failure && { failure }) };
  await save(ended, [...openClosings.uncount(operation), tasks.remove(operation.asked.event)]);
}

const within = (now: Date) => new Date(now.getTime() + 8_000);
