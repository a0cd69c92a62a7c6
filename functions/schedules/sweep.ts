import { log } from "../../shared/lambda/log.ts";
import { enqueue } from "../../shared/lambda/work.ts";
import * as operations from "../../shared/table/operations.ts";
import { idIn } from "../../shared/table/schema.ts";
import { waiting } from "../../shared/table/waiting.ts";
import { begin } from "../outbox/begin.ts";

/** Well inside the time a function has: the next minute goes on. */
const sweepLasts = 20_000;

/** Finds what the stream or the queue lost: tasks nobody began, operations that stopped, copies that stayed stale. */
export async function sweep(): Promise<void> {
  const now = new Date();
  const minute = now.toISOString().slice(0, 16);
  const [tasks, stopped, users] = await Promise.all([
    waiting("task", now),
    waiting("operation", now),
    waiting("user", now),
  ]);
  const waits = [
    ...[...tasks, ...users].map(
      ({ pk }) =>
        () =>
          begin(pk, minute),
    ),
    ...stopped.map(
      ({ pk }) =>
        () =>
          wake(idIn(pk), minute),
    ),
  ];
  for (const handle of waits) {
    if (Date.now() - now.getTime() > sweepLasts) break;
    await handle();
  }
  const found = { tasks: tasks.length, operations: stopped.length, users: users.length };
  if (Object.values(found).some((count) => count > 0)) log.info("sweep", found);
}

async function wake(operation: string, minute: string): Promise<void> {
  const { operation: stored } = await operations.withTask(operation);
  if (stored)
    await enqueue({ operation, step: stored.steps }, stored.customer, `${operation}.${minute}`);
}
