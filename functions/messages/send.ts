import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { operationOf } from "../../shared/model/id.ts";
import { queuedOperation } from "../../shared/model/operation.ts";
import { seenOperation } from "../../shared/model/operation-progress.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import * as events from "../../shared/table/events.ts";
import * as tasks from "../../shared/table/tasks.ts";

/** Each may go to tens of thousands of people. */
const aDay = 50;

export const run = useCase(api.messages.send, async (request) => {
  const { customer, body, happened, spend, commit } = request;
  await spend("messages", 1, aDay);
  const event = happened({ type: "customer.message.sent", subject: customer.id });
  const task = taskOf(event, "message-sent", customer.id, { input: { text: body.text } });
  await commit([events.record(event), tasks.write(task)], { operation: operationOf(event.id) });
  return seenOperation(queuedOperation(task));
});
