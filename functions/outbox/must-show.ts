import { platform } from "../../shared/model/id.ts";
import type { Task } from "../../shared/model/outbox.ts";
import { TooEarly } from "../../shared/table/commit.ts";
import * as customerGroupBindings from "../../shared/table/customer-group-bindings.ts";

/** By then the table shows whatever was written with a task. */
const lag = 60_000;

/** Waits until the table shows the roles on a group of customers that came with a task. */
export async function mustShowRoles(task: Task): Promise<void> {
  const { subject: principal, customer: owner = platform, createdAt } = task;
  const bound = await customerGroupBindings.of({ principal, owner });
  const isYoung = Date.now() - Date.parse(createdAt) < lag;
  if (isYoung && bound && customerGroupBindings.isBefore(bound, task))
    throw new TooEarly("The roles are read too early");
}
