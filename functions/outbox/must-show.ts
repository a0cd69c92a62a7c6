import type { CustomerBinding } from "../../shared/model/binding.ts";
import { platform } from "../../shared/model/id.ts";
import type { Task } from "../../shared/model/outbox.ts";
import { TooEarly } from "../../shared/table/commit.ts";
import * as customerGroupBindings from "../../shared/table/customer-group-bindings.ts";

/** By then the table shows whatever was written with a task. */
const lag = 60_000;

/** True of a task that may be read before what it came with. Later, what seems older has been made anew. */
export const isYoung = ({ createdAt }: Pick<Task, "createdAt">) =>
  Date.now() - Date.parse(createdAt) < lag;

/** True of somebody's roles on a customer as they were before a task. A membership that began after it is another one. */
export const isBefore = (
  { since, version }: Pick<CustomerBinding, "since" | "version">,
  { under, event, version: after = 0 }: Pick<Task, "under" | "event" | "version">,
) => since === under || (version < after && since < event);

/** Waits until the table shows the roles on a group of customers that came with a task. */
export async function mustShowRoles(task: Task): Promise<void> {
  const { subject: principal, customer: owner = platform } = task;
  const bound = await customerGroupBindings.of({ principal, owner });
  if (isYoung(task) && bound && customerGroupBindings.isBefore(bound, task))
    throw new TooEarly("The roles are read too early");
}
