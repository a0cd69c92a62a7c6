import type { Task } from "../../shared/model/outbox.ts";

/** True of a task that concerns each member of a group. */
export const isOfGroup = ({ task }: Task) =>
  /^(group-changed|group-deleted|admin-group-deleted|access-ending)$/.test(task);

/** The group gives nothing any more, though it may have roles again: where it lost them, or anywhere when it is gone. */
export const besidesOf = ({ task, subject, customer, customerGroup }: Task) =>
  customerGroup ? undefined : { group: subject, ...(task !== "group-deleted" && { customer }) };

/** The same as it counts at a customer. */
export const besidesAt = (at: string, task: Task) =>
  task.task === "group-deleted" || (isOfGroup(task) && at === task.customer)
    ? besidesOf(task)
    : undefined;
