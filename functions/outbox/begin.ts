import { log } from "../../shared/lambda/log.ts";
import { enqueue } from "../../shared/lambda/work.ts";
import { operationOf } from "../../shared/model/id.ts";
import { commit, Outdated } from "../../shared/table/commit.ts";
import * as operations from "../../shared/table/operations.ts";
import { idIn, isTask } from "../../shared/table/schema.ts";
import * as tasks from "../../shared/table/tasks.ts";
import * as users from "../../shared/table/users.ts";

const heartbeat = 2 * 60_000;

/** Begins the work of a task, or of a user whose copies are stale. `by` tells one wake-up from another. */
export async function begin(pk: string, by: string): Promise<void> {
  const id = idIn(pk);
  if (isTask(pk)) return beginTask(id, by);
  const user = await users.byId(id);
  if (user)
    await enqueue({ copiesOf: id, version: user.version }, id, `${id}.${user.version}.${by}`);
}

async function beginTask(event: string, by: string): Promise<void> {
  const task = await tasks.byEvent(event);
  if (!task) return;
  const now = new Date();
  const operation = operationOf(event);
  try {
    await commit(
      [operations.begin(task, new Date(now.getTime() + heartbeat))],
      new Date(now.getTime() + 8000),
    );
    log.info("cascade began", { operation, task: task.task, customer: task.customer });
  } catch (error) {
    if (!(error instanceof Outdated)) throw error;
  }
  await enqueue({ operation, step: 0 }, task.customer, `${operation}.0.${by}`);
}
