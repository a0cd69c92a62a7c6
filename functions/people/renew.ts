import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { operationOf } from "../../shared/model/id.ts";
import { queuedOperation } from "../../shared/model/operation.ts";
import { seenOperation } from "../../shared/model/operation-progress.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import * as events from "../../shared/table/events.ts";
import * as tasks from "../../shared/table/tasks.ts";

/** It looks at everybody: that much need not happen more often in a day. */
const aDay = 20;

export const run = useCase(api.people.renew, async (request) => {
  const { customer, happened, spend, commit } = request;
  await spend("search-renewed", 1, aDay);
  const event = happened({ type: "customer.search.renewed", subject: customer.id });
  const task = taskOf(event, "search-renewed", customer.id);
  await commit([events.record(event), tasks.write(task)], { operation: operationOf(event.id) });
  return seenOperation(queuedOperation(task));
});
